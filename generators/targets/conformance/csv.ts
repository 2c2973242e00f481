/** CSV (RFC 4180) of rows that are texts by column. */
export function csvText(header: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const line = (cells: readonly string[]): string => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
  return [line(header), ...rows.map((row) => line(header.map((column) => row[column] ?? "")))].join("");
}
