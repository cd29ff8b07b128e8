// Where a small popover stands: below the place it belongs to, inside the screen.

/** Opens it there. @param {any} popover @param {{left: number, bottom: number, top: number}} place in the window's pixels */
export function openAt(popover, place) {
  if (!popover.matches(":popover-open")) popover.showPopover();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const margin = 8;
  const below = place.bottom + margin;
  const fits = below + height + margin <= window.innerHeight;
  popover.style.left = `${Math.max(margin, Math.min(place.left, window.innerWidth - width - margin))}px`;
  popover.style.top = `${fits ? below : Math.max(margin, place.top - margin - height)}px`;
}
