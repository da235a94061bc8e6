/** How a POST of unknown fate is settled (design/trigger-once.md), be it a trigger or a create. */

/** How long what a POST made may take to show up, where the caller does not say. */
export const SETTLE_MS = 15_000;

/** Looks after a POST of unknown fate, each after the settle time. */
export const LOOK_BACKS = 2;

/** POSTs sent for one run or one task before its fate is given up as unresolved. */
export const MAX_POSTS = 3;
