import type { ResultDocument } from '../model/result-document.js';
import { countsChart } from './html/counts-chart.js';
import { fanOutSections } from './html/fan-out-section.js';
import { gateSection } from './html/gate-section.js';
import { headSection, valueSections } from './html/head-section.js';
import { stepsSection } from './html/steps-section.js';
import { STYLE } from './html/style.js';
import { timeline } from './html/timeline.js';
import { Markup, markup } from './markup.js';
import { verdictText, viewOf } from './result-view.js';

// Nothing of the page can run or load anything, even if something of it were not escaped.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A result as one HTML file that needs no network. */
export function toHtml(document: ResultDocument): string {
  const view = viewOf(document);
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${`${view.title}: ${verdictText(view.verdict)}`}</title>
<style>${new Markup(STYLE)}</style></head><body>
${headSection(view)}${stepsSection(view)}${gateSection(view.steps)}${timeline(view)}${countsChart(view)}${fanOutSections(view)}${valueSections(view)}<footer>Made by ax-tasks from a result document, version ${document.version}. Times are UTC unless they say otherwise.</footer>
</body></html>
`;
  return page.text;
}
