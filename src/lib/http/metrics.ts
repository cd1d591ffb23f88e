import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, type Metric, register } from 'prom-client';
import { connectionsRenewed } from '../db/db.ts';
import { transactionsRetried } from '../db/faults.ts';
import { callsSentAgain } from '../db/lanes.ts';
import { routeOf } from './log.ts';
import { onAnswering } from './under-way.ts';

/** Made once a process, also where tests open several doors in one. */
function once<T extends Metric>(name: string, make: () => T): T {
  return (register.getSingleMetric(name) as T | undefined) ?? make();
}

/** Labels are method, route pattern and status: nothing a person typed, no address, no count below which someone shows. */
export function measureRequests(app: FastifyInstance, door: string): void {
  const took = once(
    'madoguchi_http_seconds',
    () =>
      new Histogram({
        name: 'madoguchi_http_seconds',
        help: 'Time to answer',
        labelNames: ['door', 'method', 'route', 'status'],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      }),
  );
  const open = once(
    'madoguchi_http_open',
    () => new Gauge({ name: 'madoguchi_http_open', help: 'Requests being answered', labelNames: ['door'] }),
  );
  once(
    'madoguchi_transactions_retried',
    () =>
      new Gauge({
        name: 'madoguchi_transactions_retried',
        help: 'Transactions tried again after a deadlock or serialization failure',
        collect() {
          this.set(transactionsRetried());
        },
      }),
  );
  once(
    'madoguchi_connections_renewed',
    () =>
      new Gauge({
        name: 'madoguchi_connections_renewed',
        help: 'Statements tried again on a new connection because the schema had changed under them',
        collect() {
          this.set(connectionsRenewed());
        },
      }),
  );
  once(
    'madoguchi_calls_sent_again',
    () =>
      new Gauge({
        name: 'madoguchi_calls_sent_again',
        help: 'Holds and bookings sent again alone because the statement they went in together failed',
        collect() {
          this.set(callsSentAgain());
        },
      }),
  );
  onAnswering(
    app,
    () => open.inc({ door }),
    () => open.dec({ door }),
  );
  app.addHook('onResponse', async (request, reply) => {
    took.observe(
      { door, method: request.method, route: routeOf(request), status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
}

/** Counts named events (a refusal by reason, a mail sent), never who. */
export function counter(name: string, help: string, labelNames: string[] = []): Counter {
  return once(name, () => new Counter({ name, help, labelNames }));
}

/** Sets a number that goes up and down (mails waiting), never about whom. */
export function gauge(name: string, help: string, labelNames: string[] = []): Gauge {
  return once(name, () => new Gauge({ name, help, labelNames }));
}

/** Spreads durations in seconds over buckets. */
export function histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
  return once(name, () => new Histogram({ name, help, buckets, labelNames }));
}

/** The process's metrics as Prometheus reads them. */
export const metricsText = (): Promise<string> => register.metrics();
