/** The memo under which a cancelled workflow leaves its result: a workflow that ends CANCELLED returns none. */
export const RESULT_MEMO = 'result';

/** The name of a pipeline, or of the task of a lone run, for people. */
export const TITLE_MEMO = 'title';
