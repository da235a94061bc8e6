import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const giveUpTurn = defineSignal('giveUpTurn');

/**
 * A turn that its parent holds: of one workflow id there is one running execution, so of one turn there is one holder
 * (design/trigger-once.md). It ends when it is given up, or with its parent, however that ends.
 */
export async function holdTurn(): Promise<void> {
  let isGivenUp = false;
  setHandler(giveUpTurn, () => {
    isGivenUp = true;
  });
  await condition(() => isGivenUp);
}
