import { describeMachine } from '../faults/machine.js';
import { DISTRIBUTIONS, compareRules } from './simulate.js';

/**
 * `npm run polling`: how long the end of a run waits for a poll, and how many polls it takes, by the
 * usual rule and learned. The table of docs/design/wait.md is made this way.
 */
const TYPICAL_S = [20, 120, 600, 3600];
const DRIFTS = [0.5, 2, 0.1, 10];
const DRIFTING = ['narrow', 'log-normal, σ 0.3', 'bimodal'];

const figure = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

const row = (cells: readonly (string | number)[]): void =>
  void process.stdout.write(`| ${cells.join(' | ')} |\n`);

process.stdout.write(`${describeMachine()}\n\n`);
row(['durations', 'typical', 'past runs took', 'polls', 'learned', 'mean delay', 'learned', 'delay ÷']);
row(Array.from({ length: 8 }, () => '---'));
for (const [name, draw] of Object.entries(DISTRIBUTIONS))
  for (const typicalS of TYPICAL_S)
    for (const drift of [1, ...(typicalS === 120 && DRIFTING.includes(name) ? DRIFTS : [])]) {
      const { usual, learned } = compareRules(draw, { typicalMs: typicalS * 1000, drift });
      row([
        ...[name, `${typicalS} s`, drift === 1 ? 'the same' : `${drift} ×`],
        ...[figure(usual.looks), figure(learned.looks)],
        ...[`${figure(usual.delayMs / 1000)} s`, `${figure(learned.delayMs / 1000)} s`],
        figure(usual.delayMs / learned.delayMs),
      ]);
    }
