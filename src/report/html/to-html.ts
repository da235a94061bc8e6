import type { ResultDocument } from '../../model/pipeline/result-document.js';
import { countsChart } from './counts-chart.js';
import { fanOutSections } from './fan-out-section.js';
import { gateSection } from './gate-section.js';
import { headSection, valueSections } from './head-section.js';
import { page } from './page.js';
import { qualitySection } from './quality-section.js';
import { stepsSection } from './steps-section.js';
import { timeline } from './timeline.js';
import { markup } from '../markup.js';
import { viewOf } from '../result-view.js';
import { verdictText } from '../../model/run/verdict.js';

/** A result as one HTML file that needs no network. */
export function toHtml(document: ResultDocument): string {
  const view = viewOf(document);
  return page(
    `${view.title}: ${verdictText(view.verdict)}`,
    markup`${headSection(view)}${stepsSection(view)}${gateSection(view.steps)}${qualitySection(view.steps)}${timeline(view)}${countsChart(view)}${fanOutSections(view)}${valueSections(view)}`,
    `Made by ax-tasks from a result document, version ${document.version}. Times are in UTC unless stated otherwise.`,
  );
}
