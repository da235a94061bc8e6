/** The memo under which a cancelled workflow leaves its result: a workflow that ends CANCELLED returns none. */
export const RESULT_MEMO = 'result';

/** What a lone run is called on the screen. */
export const TITLE_MEMO = 'title';
