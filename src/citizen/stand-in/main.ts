import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { DestinationStream } from 'pino';
import type { ConfigFor } from '../../config.ts';
import { offeredOf } from '../../languages/index.ts';
import { knowTexts } from '../../languages/staff-texts.ts';
import type { Clock } from '../../lib/clock.ts';
import { connect } from '../../lib/db/db.ts';
import { codeOf } from '../../lib/fault.ts';
import { assetFile } from '../../lib/html/assets.ts';
import { listenAt } from '../../lib/http/listen.ts';
import { doorLogger } from '../../lib/http/log.ts';
import { speakFor } from '../../site/city.ts';
import { type Known, keepKnown, learn, readKept, stopAt } from './known.ts';
import { standInPage } from './page.tsx';

type StandInContext = { config: ConfigFor<'stand-in'>; clock: Clock; logTo?: DestinationStream; learnMs?: number };

const LEARN_MS = 15_000;
/** Where no end is known, browsers and watchers ask again after so many seconds. */
const AGAIN_SECONDS = 30;

/**
 * What the proxy shows when the citizens' door does not answer: that it is a planned stop and until when, else that the site is hard to reach (§8(1)⑦,
 * 8(3)⑬). Needs neither door nor database: it asks the database while that answers and keeps what it learned in a folder.
 * @throws Said where the port cannot be had
 */
export async function run({ config, clock, logTo, learnMs = LEARN_MS }: StandInContext): Promise<{
  close(): Promise<void>;
  port: number;
  well(): Promise<boolean>;
}> {
  const log = doorLogger('stand-in', config.logLevel, logTo);
  const sheet = readFileSync(assetFile('stand-in.css'), 'utf8');
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  let known: Known | undefined = readKept(config.standInDir);
  const speak = ({ city, texts }: Known): void => {
    speakFor(city);
    knowTexts(texts);
  };
  if (known !== undefined) speak(known);

  const server = createServer((request, response) => {
    const now = new Date(Number(clock.now().epochMilliseconds));
    const stop = known === undefined ? undefined : stopAt(known, now);
    const pressed = request.method !== 'GET' && request.method !== 'HEAD';
    const seconds = stop === undefined ? AGAIN_SECONDS : Math.max(1, Math.ceil((stop.endsAt.getTime() - now.getTime()) / 1_000));
    const page = standInPage({ language: offeredOf(request.url ?? '/'), stop, pressed }, sheet);
    request.resume();
    response
      .writeHead(503, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'retry-after': String(seconds),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .end(request.method === 'HEAD' ? undefined : page);
  });

  const db = connect({ url: config.citizenDatabaseUrl, max: 1, name: 'madoguchi-stand-in', queryTimeoutMs: 5_000 });
  const stopped = new AbortController();
  let told = '';
  const say = (fault: string): void => {
    if (fault !== told && fault !== '')
      log.warn({ fault }, 'what is planned cannot be read or kept: what was known last is shown');
    told = fault;
  };
  const learning = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        known = await learn(db);
        speak(known);
        keepKnown(config.standInDir, known);
        say('');
      } catch (error) {
        say(codeOf(error) ?? 'no answer');
      }
      await pause(learnMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };

  try {
    const port = await listenAt(server, 'STAND_IN_PORT', config.standInHost, config.standInPort);
    const learned = learning();
    return {
      port,
      well: async () => true,
      close: async () => {
        stopped.abort();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await learned;
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
