/** Pseudo-random numbers that are the same on every machine and in every run. */
export interface Random {
  /** From 0 to below 1. */
  readonly fraction: () => number;
  /** A whole number between two, both possible; null when the first is greater. */
  readonly whole: (from: number, to: number) => number | null;
}

/**
 * The generator sfc32 ("small fast counter", Chris Doty-Humphrey, public domain): 128 bits of state, 32-bit operations only. Each child has a
 * stream of its own, so that a child is the same whatever children stand before it and however many there are.
 * @param seed the seed of the whole return
 * @param stream the number of the stream
 */
export function createRandom(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 0x1_0000_0000) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // Streams with near numbers are alike until the state has been mixed.
  for (let round = 0; round < 15; round += 1) next();
  return { fraction: next, whole: (from, to) => (from > to ? null : from + Math.floor(next() * (to - from + 1))) };
}

/** Powers of the inverse of the plastic number 1.3247…, whose multiples lie evenly in two dimensions (Martin Roberts' sequence R2). */
const STEPS = [0.754_877_666_246_692_7, 0.569_840_290_998_053_2] as const;

/**
 * Pairs of fractions that lie evenly at every length: what is chosen by them occurs as often as its weight says, in a hundred children as in twenty
 * thousand, the first choice within each second one too.
 */
export function evenFractions(seed: number, number: number): readonly [number, number] {
  const random = createRandom(seed, 0);
  const at = (step: number): number => {
    const value = random.fraction() + number * step;
    return value - Math.floor(value);
  };
  return [at(STEPS[0]), at(STEPS[1])];
}
