// The line that the trace stands at, marked in the editor and in its gutter.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";

/** @type {import("@codemirror/state").StateEffectType<number|null>} */
const setLine = StateEffect.define();

class Marker extends GutterMarker {
  elementClass = "running-line";
}
const marker = new Marker();

/** An extension. */
export const runningLine = StateField.define({
  create: () => ({ line: Decoration.none, gutter: /** @type {RangeSet<GutterMarker>} */ (RangeSet.empty) }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      const { doc } = transaction.state;
      if (effect.value === null || effect.value > doc.lines) return { line: Decoration.none, gutter: RangeSet.empty };
      const { from } = doc.line(effect.value);
      return { line: Decoration.set(Decoration.line({ class: "running-line" }).range(from)), gutter: RangeSet.of([marker.range(from)]) };
    }
    if (!transaction.docChanged) return value;
    return { line: value.line.map(transaction.changes), gutter: value.gutter.map(transaction.changes) };
  },
  provide: (field) => [EditorView.decorations.from(field, ({ line }) => line), gutterLineClass.from(field, ({ gutter }) => gutter)],
});

/** @param {EditorView} view @param {number|null} line @param {boolean} reveal whether to scroll there */
export function markRunning(view, line, reveal) {
  const effects = /** @type {StateEffect<any>[]} */ ([setLine.of(line)]);
  if (reveal && line && line <= view.state.doc.lines) {
    effects.push(EditorView.scrollIntoView(view.state.doc.line(line).from, { y: "nearest", yMargin: 48 }));
  }
  view.dispatch({ effects });
}
