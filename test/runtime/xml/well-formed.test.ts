import { describe, expect, it } from "vitest";
import { describeProblem, readEvents } from "./read-events.ts";

/** A document and what reading it gives. */
const accepted: readonly (readonly [document: string, events: string])[] = [
  ["<a/>", "<a 1:1 /a"],
  ["<a></a>", "<a 1:1 /a"],
  ["<a>x</a>", '<a 1:1 "x" /a'],
  ["<a> </a>", '<a 1:1 " " /a'],
  ["<a>\n</a>", '<a 1:1 "\\n" /a'],
  ["<a>  <b>1</b>\n <c/> </a>", '<a 1:1 <b 1:6 "1" /b <c 2:2 /c /a'],
  ["<a><b/>t\n <c/></a>", '<a 1:1 <b 1:4 /b "t\\n " <c 2:2 /c /a'],
  ["<a>x<!-- c -->y<![CDATA[<z>]]>&amp;&#65;\r\nq\rr</a>", '<a 1:1 "xy<z>&A\\nq\\nr" /a'],
  ["<a><![CDATA[ &amp;]]]]><![CDATA[>]]></a>", '<a 1:1 " &amp;]]>" /a'],
  ["<a><![CDATA[]]></a>", "<a 1:1 /a"],
  ["<a><![CDATA[ ]]></a>", '<a 1:1 " " /a'],
  ["<a><b/> <![CDATA[x]]> </a>", '<a 1:1 <b 1:4 /b " x " /a'],
  ["<a> <!-- c --> <b/> <?p?> </a>", "<a 1:1 <b 1:16 /b /a"],
  ["<a>1<?p x?>2</a>", '<a 1:1 "12" /a'],
  ["<a>&lt;&gt;&amp;&quot;&apos;&#x1F600;&#233;&#00065;</a>", '<a 1:1 "<>&\\"\'😀éA" /a'],
  ["<a>]] > ]]&gt; ]</a>", '<a 1:1 "]] > ]]> ]" /a'],
  ["<a>é😀日<b/></a>", '<a 1:1 "é😀日" <b 1:7 /b /a'],
  ["<é><日本/></é>", "<é 1:1 <日本 1:4 /日本 /é"],
  ["<a\n>x\n</a\t>", '<a 1:1 "x\\n" /a'],
  ["<a>\r\n\r <b/>\n\t<c/></a>", "<a 1:1 <b 3:2 /b <c 4:2 /c /a"],
  ["<a b='1' c = \"it's\"/>", '<a 1:1 @b="1" @c="it\'s" /a'],
  ["<a b='1\t2\n3\r\n4&#10;5&#x9;6'/>", '<a 1:1 @b="1 2 3 4\\n5\\t6" /a'],
  ["<a b='é&lt;\">'><c/></a>", '<a 1:1 @b="é<\\">" <c 1:16 /c /a'],
  ["<a b=''></a>", '<a 1:1 @b="" /a'],
  ["<x:a xmlns:x='u'><y:b/></x:a>", '<x:a 1:1 @xmlns:x="u" <y:b 1:18 /y:b /x:a'],
  ["<?xml version='1.0'?><a/>", "<a 1:22 /a"],
  ['<?xml version = "1.1"\n encoding="utf-8" standalone=\'no\' ?>\n<!-- c -->\n<?p?>\n <a/> \n<!----><?q r?>\n', "<a 5:2 /a"],
  ["<?xml-stylesheet href='x'?><a/>", "<a 1:28 /a"],
  ["<a>\u007F\u0085\u2028</a>", '<a 1:1 "\u007F\u0085\u2028" /a'],
  ["<a>\uFEFF</a>", '<a 1:1 "\uFEFF" /a'],
];

const entities = "Without a document type there are only &lt; &gt; &amp; &quot; &apos; and numbers such as &#233;.";
const declaration = 'The XML declaration is not written as it must be: <?xml version="1.0" encoding="UTF-8"?>.';
const lateDeclaration = "The XML declaration (<?xml … ?>) must be complete, and the very first thing in the file, without even a blank before it.";
const doctype = "The file has a document type declaration (<!DOCTYPE …>). It is never read, because it can make a small file expand without end. Remove it.";
const cutOff = "The file ends in the middle of a tag, a comment or a processing instruction. Part of the file is missing.";
const openEnd = "The file ends before <a>, opened on line 1, is closed. Part of the file is missing.";
const nothing = "The file has no content: no element was found in it.";

/** A document and the problem that it has. */
const refused: readonly (readonly [document: string, problem: string])[] = [
  ["", `empty 1:1 ${nothing}`],
  [" \n", `empty 2:1 ${nothing}`],
  ["<?xml version='1.0'?>", `empty 1:22 ${nothing}`],
  ["<", `truncated 1:2 ${cutOff}`],
  ["<a", `truncated 1:3 ${cutOff}`],
  ["<a x='1", `truncated 1:8 ${cutOff}`],
  ["<!-", `truncated 1:4 ${cutOff}`],
  ["<!-- x", `truncated 1:7 ${cutOff}`],
  ["<?p", `truncated 1:4 ${cutOff}`],
  ["<a>", `truncated 1:4 ${openEnd}`],
  ["<a>x", `truncated 1:5 ${openEnd}`],
  ["<a></a", `truncated 1:7 ${openEnd}`],
  ["<a><!-- x", `truncated 1:10 ${openEnd}`],
  ["<a><![CDATA[x</a>", `truncated 1:18 ${openEnd}`],
  ["<a><b></b>", `truncated 1:11 ${openEnd}`],
  ["<a></b>", "not-well-formed 1:4 The end tag </b> stands where </a> is expected, for the element opened on line 1."],
  ["<a>\n<b>\n</a>", "not-well-formed 3:1 The end tag </a> stands where </b> is expected, for the element opened on line 2."],
  ["<a></ab>", "not-well-formed 1:4 The end tag </ab> stands where </a> is expected, for the element opened on line 1."],
  ["<ab></a>", "not-well-formed 1:5 The end tag </a> stands where </ab> is expected, for the element opened on line 1."],
  ["</a>", "not-well-formed 1:1 This end tag has no start tag."],
  ["<a/><b/>", "not-well-formed 1:5 The root element has ended: a second one is not allowed after it."],
  ["<a/></a>", "not-well-formed 1:5 The root element has ended: there is nothing for this end tag to close."],
  ["<a/>x", "not-well-formed 1:5 “x” is not allowed after the root element has ended."],
  ["<a/>&amp;", "not-well-formed 1:5 “&” is not allowed after the root element has ended."],
  ["<a/><![CDATA[]]>", "not-well-formed 1:5 Text is not allowed outside the root element, nor is a CDATA section."],
  ["x<a/>", "not-well-formed 1:1 “x” is not allowed before the root element: the file must begin with “<”."],
  ["<1/>", "not-well-formed 1:2 “<” must begin a tag, not be followed by “1”."],
  ["<a/><1/>", "not-well-formed 1:6 “<” must begin a tag, not be followed by “1”."],
  ["<a>< b</a>", "not-well-formed 1:4 “<” is not allowed in text: write “&lt;”."],
  ["<a><</a>", "not-well-formed 1:4 “<” is not allowed in text: write “&lt;”."],
  ["<a>1 < 2</a>", "not-well-formed 1:6 “<” is not allowed in text: write “&lt;”."],
  ["<a><\u0001</a>", "not-well-formed 1:5 The character U+0001 is not allowed in XML. Remove it."],
  ["<a>]]></a>", "not-well-formed 1:4 “]]>” is not allowed in text: write “]]&gt;”."],
  ["<a>& b</a>", "not-well-formed 1:4 “&” is not allowed by itself: write “&amp;”."],
  ["<a>&</a>", "not-well-formed 1:4 “&” is not allowed by itself: write “&amp;”."],
  ["<a>&amp</a>", "not-well-formed 1:4 No “;” follows “&amp”. Where “&” itself is meant, write “&amp;”."],
  ["<a>a&b=c;</a>", "not-well-formed 1:5 No “;” follows “&b”. Where “&” itself is meant, write “&amp;”."],
  ["<a>&nbsp;</a>", `not-well-formed 1:4 The entity &nbsp; is not defined. ${entities}`],
  ["<a b='&e;'/>", `not-well-formed 1:7 The entity &e; is not defined. ${entities}`],
  ["<a>&#;</a>", "not-well-formed 1:4 &#; is not a character reference: write a number such as &#233; or &#xE9;."],
  ["<a>&#x;</a>", "not-well-formed 1:4 &#x; is not a character reference: write a number such as &#233; or &#xE9;."],
  ["<a>&#xg;</a>", "not-well-formed 1:4 &#xg; is not a character reference: write a number such as &#233; or &#xE9;."],
  ["<a>&#X41;</a>", "not-well-formed 1:4 &#X41; is not a character reference: write a number such as &#233; or &#xE9;."],
  ["<a>&#12a;</a>", "not-well-formed 1:4 &#12a; is not a character reference: write a number such as &#233; or &#xE9;."],
  ["<a>&#0;</a>", "not-well-formed 1:4 The character reference &#0; is for a character that is not allowed in XML."],
  ["<a>&#xD800;</a>", "not-well-formed 1:4 The character reference &#xD800; is for a character that is not allowed in XML."],
  ["<a>&#x110000;</a>", "not-well-formed 1:4 The character reference &#x110000; is for a character that is not allowed in XML."],
  ["<a>&#99999999999999999999;</a>", "not-well-formed 1:4 The character reference &#99999999999999999999; is for a character that is not allowed in XML."],
  ["<a>\u0000</a>", "not-well-formed 1:4 The character U+0000 is not allowed in XML. Remove it."],
  ["<a>é\n\u0001</a>", "not-well-formed 2:1 The character U+0001 is not allowed in XML. Remove it."],
  ["<a b='\u0001'/>", "not-well-formed 1:7 The character U+0001 is not allowed in XML. Remove it."],
  ["<a><!-- \u0001 --></a>", "not-well-formed 1:9 The character U+0001 is not allowed in XML. Remove it."],
  ["<a><?p \u0001?></a>", "not-well-formed 1:8 The character U+0001 is not allowed in XML. Remove it."],
  ["<a\u0001/>", "not-well-formed 1:3 The character U+0001 is not allowed in XML. Remove it."],
  ["<a>\uFFFE</a>", "not-well-formed 1:4 The character U+FFFE is not allowed in XML. Remove it."],
  ["<a><!-- a -- b --></a>", "not-well-formed 1:11 “--” is not allowed inside a comment."],
  ["<a><!-- a ---></a>", "not-well-formed 1:11 “--” is not allowed inside a comment."],
  ["<a><!x></a>", "not-well-formed 1:4 “<!” must begin a comment, <!-- … -->, or a CDATA section."],
  ["<a><!-x></a>", "not-well-formed 1:4 “<!” must begin a comment, <!-- … -->, or a CDATA section."],
  ["<![CDATA[x]]><a/>", "not-well-formed 1:1 Text is not allowed outside the root element, nor is a CDATA section."],
  ["<!DOCTYPE a><a/>", `doctype 1:1 ${doctype}`],
  ["<!doctype html><html/>", `doctype 1:1 ${doctype}`],
  ["<a><!DOCTYPE a></a>", `doctype 1:4 ${doctype}`],
  ["<!ELEMENT a ANY><a/>", "not-well-formed 1:1 “<!” must begin a comment, <!-- … -->, or a CDATA section."],
  ["<a b/>", "not-well-formed 1:5 “=” and a value must follow the attribute “b”, not “/”."],
  ["<a b=1/>", "not-well-formed 1:6 The value of the attribute “b” must stand in quotation marks, not begin with “1”."],
  ["<a b= '1/>", `truncated 1:11 ${cutOff}`],
  ["<a b='<'/>", "not-well-formed 1:7 “<” is not allowed in the value of an attribute: write “&lt;”, or close the value with a quotation mark."],
  ["<a b='1'c='2'/>", "not-well-formed 1:9 “c” is not allowed here in the start tag of <a>: a blank, “>” or “/>” must follow."],
  ["<a b='1' b='2'/>", "not-well-formed 1:10 This tag has the attribute “b” twice."],
  ["<a b='1' =''/>", "not-well-formed 1:10 “=” is not allowed here: a name must follow, and begin with a letter, “_” or “:”."],
  ["<a / >", "not-well-formed 1:5 “/” in a start tag must be followed by “>”, not by a blank."],
  ["<a/x>", "not-well-formed 1:4 “/” in a start tag must be followed by “>”, not by “x”."],
  ["<a,b/>", "not-well-formed 1:3 “,” is not allowed here in the start tag of <a>: a blank, “>” or “/>” must follow."],
  ["<a></a b>", "not-well-formed 1:8 “b” is not allowed in the end tag </a>: “>” must follow the name."],
  ["<a></ a>", "not-well-formed 1:6 A blank is not allowed here: a name must follow, and begin with a letter, “_” or “:”."],
  ["<\u00B7/>", "not-well-formed 1:2 “<” must begin a tag, not be followed by “·”."],
  [" <?xml version='1.0'?><a/>", `not-well-formed 1:2 ${lateDeclaration}`],
  ["\n<?xml version='1.0'?><a/>", `not-well-formed 2:1 ${lateDeclaration}`],
  ["<a><?xml version='1.0'?></a>", `not-well-formed 1:4 ${lateDeclaration}`],
  ["<?xml?><a/>", `not-well-formed 1:1 ${lateDeclaration}`],
  ["<?xml ?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.0'><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='2.0'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version=1.0?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml encoding='UTF-8'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.0' standalone='maybe'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.0'encoding='UTF-8'?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?xml version='1.0' encoding=''?><a/>", `not-well-formed 1:1 ${declaration}`],
  ["<?XML version='1.0'?><a/>", "not-well-formed 1:1 A processing instruction must not be called “XML”."],
  ["<?1?><a/>", "not-well-formed 1:3 “1” is not allowed here: a name must follow, and begin with a letter, “_” or “:”."],
  ["<?p!?><a/>", "not-well-formed 1:4 “!” is not allowed in the name of a processing instruction."],
  ["<??><a/>", "not-well-formed 1:3 “?” is not allowed here: a name must follow, and begin with a letter, “_” or “:”."],
];

describe("a document that is well-formed", () => {
  it.each(accepted)("is read: %j", (document, events) => {
    const reading = readEvents(document);
    expect(describeProblem(reading)).toBeUndefined();
    expect(reading.events.join(" ")).toBe(events);
  });
});

describe("a document that is not", () => {
  it.each(refused)("is refused with the place and the reason: %j", (document, problem) => {
    expect(describeProblem(readEvents(document))).toBe(problem);
  });
});
