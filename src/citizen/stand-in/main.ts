import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
import { awayJson, JSON_TYPE, signOf } from '../about/signs/away.tsx';
import { type Known, keepKnown, learn, readKept, stopAt } from './known.ts';
import { standInPage } from './page.tsx';

type StandInContext = { config: ConfigFor<'stand-in'>; clock: Clock; logTo?: DestinationStream; learnMs?: number };

const LEARN_MS = 15_000;
/** Where no end is known, browsers and watchers ask again after so many seconds. */
const AGAIN_SECONDS = 30;

/** Answers every request with what is known at that moment: a page, or to who reads the signs what they can read. */
function answers(sheet: string) {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors `;
  return ({ method, url = '/' }: IncomingMessage, response: ServerResponse, known: Known | undefined, now: Date): void => {
    const stop = known === undefined ? undefined : stopAt(known, now);
    const pressed = method !== 'GET' && method !== 'HEAD';
    const seconds = stop === undefined ? AGAIN_SECONDS : Math.max(1, Math.ceil((stop.endsAt.getTime() - now.getTime()) / 1_000));
    const language = offeredOf(url);
    const sign = signOf(url);
    const by = sign === 'embed' && known !== undefined && known.framer !== '' ? known.framer : "'none'";
    const body =
      sign === 'json'
        ? awayJson(stop?.endsAt ?? null)
        : standInPage({ language, site: known?.site[language], stop, pressed }, sheet);
    response
      .writeHead(503, {
        'content-type': sign === 'json' ? JSON_TYPE : 'text/html; charset=utf-8',
        ...(sign === 'json' ? { 'access-control-allow-origin': '*' } : {}),
        'content-security-policy': `${policy}${by}`,
        'cache-control': 'no-store',
        'retry-after': String(seconds),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .end(method === 'HEAD' ? undefined : body);
  };
}

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
  const answer = answers(readFileSync(assetFile('stand-in.css'), 'utf8'));
  let known: Known | undefined = readKept(config.standInDir);
  const speak = ({ city, texts }: Known): void => {
    speakFor(city);
    knowTexts(texts);
  };
  if (known !== undefined) speak(known);

  const server = createServer((request, response) => {
    request.resume();
    answer(request, response, known, new Date(Number(clock.now().epochMilliseconds)));
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
