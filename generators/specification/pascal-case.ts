/** Words with a capital each: `SEX_ADOPTR` and `sex-adoptr` become `SexAdoptr`; a word in mixed case stays as it is: `CINdetails`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.slice(0, 1).toUpperCase() + (/[a-z]/.test(word) ? word.slice(1) : word.slice(1).toLowerCase()))
    .join("");
}
