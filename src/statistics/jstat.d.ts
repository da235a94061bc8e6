/** The few functions that are used of it; the package has no types of its own. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, degreesOfFreedom: number): number;
    inv(probability: number, degreesOfFreedom: number): number;
  }
  const jstat: { chisquare: Pick<Distribution, 'cdf'>; studentt: Distribution };
  export = jstat;
}
