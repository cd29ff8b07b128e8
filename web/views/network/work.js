// Neurons at work: when some are dead, saturated or flat, or the gradient fades on its way, a sentence says so at the foot.
// As long as all is well there stands what one can do here.
import { fill, h, say } from "../dom.js";
import { openAt } from "./place.js";

const HINT = "Pick a neuron to read it, a curve to change its weight.";

/** @param {HTMLElement} element */
export function mountWork(element) {
  const sentence = h("span", { class: "work-sentence" });
  const list = h("div", { id: "work-list", class: "network-popover", popover: "auto", role: "dialog", "aria-label": "Neurons at work" });
  const more = h("button", { type: "button", class: "quiet work-more", hidden: true, title: "All that can be said of the neurons at work.", "aria-haspopup": "dialog" });
  more.addEventListener("click", () => openAt(list, more.getBoundingClientRect()));
  const line = h("p", { class: "network-work" }, sentence, more);
  element.append(line, list);
  let told = /** @type {string|null} */ (null);
  return { update };

  /** @param {any} work the answer of neurons_at_work, or null */
  function update(work) {
    const sentences = /** @type {string[]} */ (work?.sentences ?? []);
    const text = sentences.join("\n");
    if (text === told) return;
    told = text;
    say(sentence, /^.*?\.(?= |$)/.exec(sentences[0] ?? HINT)?.[0] ?? ""); // what it means stands in the list
    line.title = text;
    line.dataset.told = String(sentences.length > 0);
    more.hidden = sentences.length === 0;
    say(more, sentences.length > 1 ? `all ${sentences.length}` : "more");
    fill(list, ...sentences.map((one) => h("p", { text: one })));
    if (!sentences.length && list.matches(":popover-open")) list.hidePopover();
  }
}
