import { z } from 'zod';
import { resultDocument } from './result-document.js';

/** The JSON Schema (draft 7) of result documents, for whoever reads them with a program. */
export const resultJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(resultDocument, { target: 'draft-07' }),
  title: 'ax-tasks result',
});
