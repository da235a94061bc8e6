# syntax=docker/dockerfile:1
# The worker and the CLI in one image: `docker run IMAGE` is a worker, `docker run IMAGE ax-tasks list` a command.

# glibc, because Temporal's native core has no build for musl.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build \
  && npm prune --omit=dev --no-audit --no-fund \
  && node scripts/keep-own-platform.js

FROM node:20-bookworm-slim
# tini reaps processes and passes signals on where a command other than the worker is run.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/*
# The last three keep a worker's memory small: docs/deploy.md.
ENV NODE_ENV=production \
  AX_TASKS_HEALTH_ADDRESS=127.0.0.1:8081 \
  MALLOC_ARENA_MAX=2 \
  MALLOC_TRIM_THRESHOLD_=131072 \
  NODE_OPTIONS=--max-semi-space-size=4
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN ln -s /app/dist/starter.js /usr/local/bin/ax-tasks
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "dist/worker.js"]
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://${process.env.AX_TASKS_HEALTH_ADDRESS}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
