/** What a plan's text looks like while it is written: classes only, the colours are tokens. */
import { StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { tagHighlighter, tags } from "@lezer/highlight";

interface State {
  /** The fence that ends the block that is open; empty in running text. */
  fence: string;
  /** True until the first line that is not the front matter's. */
  first: boolean;
}

const SETTING = /^[A-Za-z0-9_-]+(?=\s*=)/;
const QUOTED = /^"(?:[^"\\]|\\.)*"?|^'[^']*'?/;

function running(stream: StringStream, state: State): string | null {
  if (stream.sol()) {
    const fence = stream.match(/^\s{0,3}(`{3,}|~{3,}).*$/, true) as RegExpMatchArray | null;
    if (fence !== null) {
      state.fence = fence[1] ?? "";
      return "processingInstruction";
    }
    if (stream.match(/^#{1,6}(?=\s|$)/)) {
      stream.skipToEnd();
      return "heading";
    }
    if (stream.match(/^\s{0,3}>\s?/)) return "quote";
    if (stream.match(/^\s*(?:[-*+]|\d{1,9}[.)])\s+/)) return "list";
    if (stream.match(/^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$/)) return "meta";
  }
  if (stream.match(/^\*\*(?:[^*\\]|\\.)+\*\*/)) return "strong";
  if (stream.match(/^\\./)) return "escape";
  if (stream.eat("|")) return "meta";
  stream.next();
  stream.eatWhile(/[^*|\\]/);
  return null;
}

/** Inside a block of keys and values, or the front matter. */
function settings(stream: StringStream, state: State): string | null {
  if (stream.sol() && stream.string.trimEnd() === state.fence) {
    stream.skipToEnd();
    state.fence = "";
    return "processingInstruction";
  }
  if (stream.eatSpace()) return null;
  if (stream.match(SETTING)) return "propertyName";
  if (stream.match(QUOTED)) return "string";
  if (stream.match(/^#.*$/)) return "comment";
  stream.next();
  return null;
}

const planText = StreamLanguage.define<State>({
  name: "plan",
  startState: () => ({ fence: "", first: true }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.first && stream.sol()) {
      state.first = false;
      if (/^\+{3,}\s*$/.test(stream.string)) {
        state.fence = stream.string.trimEnd();
        stream.skipToEnd();
        return "processingInstruction";
      }
    }
    return state.fence === "" ? running(stream, state) : settings(stream, state);
  },
});

const looks = tagHighlighter([
  { tag: tags.heading, class: "plan-heading" },
  { tag: tags.quote, class: "plan-faint" },
  { tag: tags.list, class: "plan-faint" },
  { tag: tags.meta, class: "plan-faint" },
  { tag: tags.escape, class: "plan-faint" },
  { tag: tags.comment, class: "plan-faint" },
  { tag: tags.processingInstruction, class: "plan-fence" },
  { tag: tags.propertyName, class: "plan-key" },
  { tag: tags.strong, class: "plan-strong" },
]);

export const planLanguage = [planText, syntaxHighlighting(looks)];
