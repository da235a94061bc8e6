import { runFailureNotice, runSubject, unresolvedNotice } from '../../model/run/notices/run-notices.js';
import type { RunTaskInput, WaitForRunInput } from '../../model/run/inputs.js';
import { innermost, unresolvedOf } from '../shared/failures.js';
import { tellingFailures } from './teller.js';

type RunInput = RunTaskInput | WaitForRunInput;

/** Runs `runTask` or `waitForRun` as a workflow of its own, whose failure is told of. */
export const tellingOfRun = <Input extends RunInput, Result>(
  input: Input,
  run: (input: Input) => Promise<Result>,
): Promise<Result> =>
  tellingFailures({
    notify: (Object(input) as Partial<RunInput>).notify,
    sketchesOf: (ended, error) => {
      const name = nameIn(input);
      const unresolved = unresolvedOf(innermost(error));
      const failed = runFailureNotice(name, ended);
      return unresolved === null ? [failed] : [unresolvedNotice(runSubject(name), unresolved, name), failed];
    },
    work: () => run(input),
  });

/** The task or the run that the input names, which may be anything. */
function nameIn(input: unknown): string {
  const { intent, runId } = Object(input) as { intent?: unknown; runId?: unknown };
  const { task } = Object(intent) as { task?: unknown };
  return [task, runId].find((name) => typeof name === 'string') ?? 'a task';
}
