/** Metrics of Temporal's SDK that alerts and dashboard name, as Prometheus shows them; a real worker's page has them. */
export const SDK_METRICS = [
  'temporal_workflow_task_schedule_to_start_latency_seconds_bucket',
  'temporal_activity_schedule_to_start_latency_seconds_bucket',
  'temporal_workflow_task_execution_failed_total',
];
