/** Whole numbers, four bytes each: a million findings must not become a million objects. */
export interface NumberList {
  readonly push: (number: number) => void;
  readonly at: (index: number) => number;
  readonly length: () => number;
}

export function createNumberList(): NumberList {
  let numbers = new Int32Array(1024);
  let length = 0;
  return {
    push: (number) => {
      if (length === numbers.length) {
        const longer = new Int32Array(2 * length);
        longer.set(numbers);
        numbers = longer;
      }
      numbers[length] = number;
      length += 1;
    },
    at: (index) => numbers[index] ?? -1,
    length: () => length,
  };
}
