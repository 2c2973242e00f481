const encoder = new TextEncoder();

/** Well-formed documents that hold every construct; mutants are made from them. */
const seeds: readonly Uint8Array<ArrayBuffer>[] = [
  `<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n  <Header>\n    <Year>2026</Year>\n    <Source>A &amp; B</Source>\n  </Header>\n  <Children>\n    <Child>\n      <Date>2026-03-31</Date>\n      <Empty></Empty>\n      <None/>\n    </Child>\n  </Children>\n</Message>\n`,
  `<a x="1" y='two'>t<!-- c --><b>é&#233;&lt;</b><?pi some data?><c>x<![CDATA[<&]]]>y</c>\r\n<d z="&quot;&#10;\t"/></a><!-- end -->`,
  `<?xml version='1.0' standalone='yes'?>\r\n<?style here?><r>\r\n<é:ü p:q="ä" xmlns:é="u" xmlns:p="v">日本😀</é:ü>&#x1F600; ]] > --\r</r>\r\n`,
  `<m><n>one</n><n>two</n><n>&apos;three&gt;</n><!----><o a="b>c"   d = "e" ></o ></m>`,
].map((text) => encoder.encode(text));

const seedsInOtherEncodings: readonly Uint8Array<ArrayBuffer>[] = [
  Uint8Array.from('<?xml version="1.0" encoding="ISO-8859-1"?><a b="é">é<c>ü</c></a>', (character) => character.charCodeAt(0)),
  toUtf16('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a b="é">é😀<c>ü</c></a>'),
];

/** Pieces that matter to a reader of XML. */
const pieces: readonly Uint8Array<ArrayBuffer>[] = [
  ..."< > & ' \" / ? ! = - ; : # [ ] x 1 . _ é 😀 \t \n \r".split(" ").map((text) => encoder.encode(text)),
  ...']]> -- --> <!-- <![CDATA[ <? ?> </ /> &amp; &#65; &#x41; &#0; &#xD800; &#x110000; &nbsp; &# &; ]]&gt; <a> </a> <b/> x:y :a a: xmlns:x="u" x="1"'
    .split(" ")
    .map((text) => encoder.encode(text)),
  ...[
    " ",
    "\r\n",
    '<?xml version="1.0"?>',
    "<!DOCTYPE a>",
    ' b="1"',
    ' version="1.1"',
    "\u0000",
    "\u0001",
    "\u007F",
    "\u0085",
    "\uFFFE",
    "\uFEFF",
    "\u00B7",
    "\u0301",
  ].map((text) => encoder.encode(text)),
  ...[[0x80], [0xe9], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff], [0xe2, 0x82], [0xf0, 0x9f]].map((bytes) => Uint8Array.from(bytes)),
];

/** A generator of numbers from 0 to below a bound, the same for the same seed. */
export function createPicker(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** A document with one to three changes: bytes left out, doubled, exchanged, a piece put in, or the end cut off. */
export function mutateDocument(pick: (bound: number) => number): Uint8Array<ArrayBuffer> {
  const choices = pick(10) === 0 ? seedsInOtherEncodings : seeds;
  let bytes = choices[pick(choices.length)] ?? new Uint8Array();
  for (let change = pick(3) === 0 ? 1 + pick(3) : 1; change > 0; change--) {
    const at = pick(bytes.length + 1);
    const length = 1 + pick(pick(4) === 0 ? 20 : 3);
    const piece = pieces[pick(pieces.length)] ?? new Uint8Array();
    const kind = pick(12);
    if (kind < 5) bytes = join(bytes.subarray(0, at), piece, bytes.subarray(at));
    else if (kind < 7) bytes = join(bytes.subarray(0, at), piece, bytes.subarray(at + length));
    else if (kind < 9) bytes = join(bytes.subarray(0, at), bytes.subarray(at + length));
    else if (kind < 10) bytes = join(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length)));
    else if (kind < 11) bytes = join(bytes.subarray(0, at), Uint8Array.of(pick(256)), bytes.subarray(at + 1));
    else bytes = bytes.slice(0, at);
  }
  return bytes;
}

export function toUtf16(text: string, isBigEndian = false): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), !isBigEndian);
  return bytes;
}

function join(...parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
