/** Gives out the names of the types of one schema. */
export interface TypeNames {
  /** The first candidate that is still free; the last one with a number when none is. */
  readonly take: (candidates: readonly string[]) => string;
}

/** Bindings make one class file per type, and two files whose names differ only by case are one file on Windows and macOS. */
export function createTypeNames(): TypeNames {
  const taken = new Set<string>();
  return {
    take: (candidates) => {
      const last = candidates.at(-1) ?? "Type";
      let name = candidates.find((candidate) => !taken.has(candidate.toLowerCase())) ?? last;
      for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${last}${number}`;
      taken.add(name.toLowerCase());
      return name;
    },
  };
}
