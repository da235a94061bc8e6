import type { ResultDocument } from '../model/pipeline/result-document.js';
import { countsChart } from './html/counts-chart.js';
import { fanOutSections } from './html/fan-out-section.js';
import { gateSection } from './html/gate-section.js';
import { headSection, valueSections } from './html/head-section.js';
import { page } from './html/page.js';
import { stepsSection } from './html/steps-section.js';
import { timeline } from './html/timeline.js';
import { markup } from './markup.js';
import { verdictText, viewOf } from './result-view.js';

/** A result as one HTML file that needs no network. */
export function toHtml(document: ResultDocument): string {
  const view = viewOf(document);
  return page(
    `${view.title}: ${verdictText(view.verdict)}`,
    markup`${headSection(view)}${stepsSection(view)}${gateSection(view.steps)}${timeline(view)}${countsChart(view)}${fanOutSections(view)}${valueSections(view)}`,
    `Made by ax-tasks from a result document, version ${document.version}. Times are UTC unless they say otherwise.`,
  );
}
