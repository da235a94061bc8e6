import { EXIT } from '../../../model/temporal/exit-codes.js';
import { formatDuration } from '../../../model/time/duration.js';
import { pipelineResultLines } from '../../../terminal/views/result-views.js';
import type { CliContext } from '../../base/context.js';
import { Output } from '../../base/output.js';
import type { OutputOptions } from '../../base/output.js';
import { withSession } from '../../session/session.js';
import { calledAs } from '../entry-point.js';
import { Interrupts } from '../../watch/interrupts.js';
import { viewFor } from '../../watch/watch-to-end.js';
import { countTriggers } from './count-triggers.js';
import { perform } from './perform.js';
import type { Played } from './perform.js';
import { Stage } from './stage.js';

export interface DemoOptions extends OutputOptions {
  keep?: boolean;
  stay?: boolean;
}

/** The main job on a pretend service, with a worker that dies in the middle. Leaves no process behind. */
export async function demo(context: CliContext, options: DemoOptions): Promise<number> {
  const output = new Output(context, options);
  const stage = new Stage(context);
  const stop = new AbortController();
  const interrupts = new Interrupts(() => stop.abort(), EXIT.interrupted);
  let exitCode: number = EXIT.failed;
  try {
    exitCode = await Promise.race([
      show(context, options, output, stage, stop.signal),
      interrupted(stop.signal),
    ]);
    return exitCode;
  } finally {
    await stage.close();
    interrupts.close();
    const isOfUse = options.keep === true || exitCode === EXIT.failed;
    if (isOfUse) output.note(`The log files are in ${stage.folder}.`);
    else stage.removeLogs();
  }
}

const interrupted = (signal: AbortSignal): Promise<number> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(EXIT.interrupted)));

async function show(
  context: CliContext,
  options: DemoOptions,
  output: Output,
  stage: Stage,
  signal: AbortSignal,
): Promise<number> {
  const begunMs = context.nowMs();
  output.note('Starting a simulated Arize AX, a Temporal server and a worker as separate processes.');
  const [simulated, temporal] = await Promise.all([
    stage.startSimulator(),
    stage.startTemporal((line) => output.note(line)),
  ]);
  output.note(
    `  Arize AX     ${simulated.baseUrl} (simulated)`,
    `  Temporal     ${temporal.address}`,
    `  Temporal UI  ${temporal.uiUrl}`,
  );
  const { address, namespace, uiUrl } = temporal;
  const connection = { address, namespace, ...(uiUrl === null ? {} : { uiAddress: uiUrl }) };
  return withSession({ ...context, env: stage.env }, connection, async (session) => {
    const view = viewFor(output, context);
    try {
      const played = await perform({ session, stage, temporal, simulated, view, signal });
      view.close();
      const triggers = await countTriggers(simulated.baseUrl, played.result);
      // What has ended with the demo cannot be looked at.
      print(played, triggers, options.stay === true ? session.uiUrl(played.workflowId) : null, output);
      const isGood = isAsPromised(played, triggers);
      if (isGood) output.note('', `Each step was triggered once, although a worker was killed in between.`);
      output.note(`It took ${formatDuration(context.nowMs() - begunMs)}.`);
      if (options.stay === true) await stay(played.workflowId, session.flags, output, signal);
      else output.note(...lookFurther(calledAs(process.argv[1], process.cwd())));
      return isGood ? EXIT.success : EXIT.failed;
    } finally {
      view.close();
    }
  });
}

function print(
  { workflowId, result }: Played,
  triggers: ReadonlyMap<string, number>,
  uiUrl: string | null,
  output: Output,
): void {
  const place = { workflowId, uiUrl };
  const column = {
    title: 'TRIGGERS',
    value: ({ id }: { id: string }) => String(triggers.get(id) ?? 0),
    align: 'right',
  } as const;
  output.result('demo', { ...place, result, triggers: Object.fromEntries(triggers) }, (style) =>
    pipelineResultLines(result, place, style, [column]),
  );
}

/** Every step ended well, and reached the service with one trigger, in spite of the dead worker. */
const isAsPromised = ({ result }: Played, triggers: ReadonlyMap<string, number>): boolean =>
  result.verdict === 'good' && [...triggers.values()].every((count) => count === 1);

/** Commands that work as they stand, in the folder in which the demo was started and after everything of it has ended. */
const lookFurther = (cli: string): string[] => [
  '',
  'To keep everything running and explore the Temporal UI:',
  `  ${cli} demo --stay`,
  'To see what runs Temporal and a worker on this machine against the real service:',
  `  ${cli} help dev`,
  'To check the environment and what it lacks for that:',
  `  ${cli} doctor`,
];

async function stay(workflowId: string, flags: string, output: Output, signal: AbortSignal): Promise<void> {
  const cli = calledAs(process.argv[1], process.cwd());
  output.note(
    '',
    'Everything keeps running until Ctrl-C. In another terminal, in this folder:',
    `  ${cli} workflow list${flags}`,
    `  ${cli} explain ${workflowId}${flags}`,
  );
  await interrupted(signal);
}
