import { Markup, markup } from '../markup.js';
import { STYLE } from './style.js';

// Nothing of the page can run or load anything, even if something of it were not escaped.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page that needs no network. */
export const page = (title: string, content: Markup, footer: string): string =>
  markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style></head><body>
${content}<footer>${footer}</footer>
</body></html>
`.text;
