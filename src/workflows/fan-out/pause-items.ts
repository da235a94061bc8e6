import { defineSignal } from '@temporalio/workflow';

/** Tells a fan-out whether it is to start no more items; those that run go on. */
export const pauseItems = defineSignal<[boolean]>('pauseItems');
