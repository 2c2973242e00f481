/**
 * A script that can stand in a page: what would end its element, or make the parser of HTML miss the end, is written with an escape, as is all that
 * is not printable ASCII, so that neither another encoding nor the parser of HTML can change it. All of that occurs only inside texts and regular
 * expressions, where an escape means the same.
 */
export function escapeScript(script: string): string {
  return script.replaceAll(/<(?=!--|\/?script)/gi, "\\x3c").replaceAll(/[^\n -~]/gu, unicodeEscapes);
}

function unicodeEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join("");
}

/** Whether text inside `<script>` or `<style>` ends where that element does. */
export function isSafeInElement(text: string, tag: "script" | "style"): boolean {
  const lower = text.toLowerCase();
  // The parser of HTML turns carriage returns and NUL into other characters, and then the hash in the policy is wrong.
  return !lower.includes(`</${tag}`) && !lower.includes("<!--") && !text.includes("\r") && !text.includes("\0");
}
