/** Does each in turn, round by round (A B A B), so that a slow minute of the machine hits all alike. */
export async function alternate<Name extends string>(
  rounds: number,
  parts: Readonly<Record<Name, (round: number) => Promise<void>>>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const part of Object.values<(round: number) => Promise<void>>(parts)) await part(round);
  }
}
