import { OFFERED } from '../languages/index.ts';
import { addDays, cityDay, cityInstant } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { showPhone } from '../lib/values/contact.ts';
import type { WordedMail } from '../outbox/queue.ts';
import { cityNow } from '../site/city.ts';
import { readSetting } from '../site/settings.ts';
import { followTranslations } from '../site/translations.ts';
import type { Said } from '../site/wordings/said.ts';
import { wordsSaid } from './compose.ts';
import { inLanguage, named } from './speech.ts';
import type { Text, Visit, Words } from './words.ts';

type Names = { name: string; names: Record<string, string> };
type Facts = {
  arrive: number;
  service: Names & { bring: string[]; takes: number };
  office: Names & { address: string; phone: string };
};

const NOWHERE: Omit<Facts, 'arrive'> = {
  service: { name: '（手続き）', names: {}, bring: [], takes: 0 },
  office: { name: '（交付場所）', names: {}, address: '', phone: '' },
};
const LINK = '（ここに、お一人ごとに違うリンクが入ります）';
const NUMBER = '1234-5678';
const MINUTE = 13 * 60 + 30;
const DAYS = 7;

/** The city's first service and its first office, as an example speaks of them. */
async function exampleFacts(tx: Tx): Promise<Facts> {
  const [arrive, service, office] = await Promise.all([
    readSetting(tx, 'arrive-minutes'),
    tx.row<Facts['service']>(
      sql`SELECT name, names, bring, takes_minutes AS takes FROM services.services WHERE retired_at IS NULL ORDER BY NOT needs_card, position, id LIMIT 1`,
    ),
    tx.row<Facts['office']>(
      sql`SELECT name, names, address, phone FROM offices.offices WHERE retired_at IS NULL AND is_pickup ORDER BY position, id LIMIT 1`,
    ),
  ]);
  return { arrive, service: service ?? NOWHERE.service, office: office ?? NOWHERE.office };
}

function visitIn({ arrive, service, office }: Facts, language: string, now: Temporal.Instant): Visit {
  const day = addDays(cityDay(now), DAYS);
  return {
    number: NUMBER,
    service: named(service.names, service.name, language),
    needsCard: true,
    office: named(office.names, office.name, language),
    address: office.address,
    day,
    startMinute: MINUTE,
    arrive,
    people: 1,
    takes: service.takes,
    bring: inLanguage(service.bring, language),
    papers: [],
    phone: office.phone === '' ? cityNow().phone : showPhone(office.phone),
    changeUntil: new Date(cityInstant(day, 0).epochMilliseconds),
  };
}

type Example = (words: Words, visit: Visit, until: Date) => Text;

/** Each kind as an example; of a visit by `visit`. */
const EXAMPLES: Readonly<Record<WordedMail, Example>> = {
  link: (words, { service, phone }, until) => words.link({ url: LINK, service, until, phone, code: { digits: '123456', until } }),
  'manage-link': (words, visit) => words['manage-link'](visit, LINK, false),
  booked: (words, visit) => words.booked(visit, LINK, null),
  changed: (words, visit) => words.changed(visit, LINK),
  cancelled: (words, visit) => words.cancelled(visit, LINK),
  reminder: (words, visit) => words.reminder(visit, LINK, 1),
  'no-show': (words, visit) => words['no-show'](visit, LINK, null),
  'closed-day': (words, visit) => words['closed-day'](visit, LINK, { by: 'hours' }, null),
  reopened: (words, visit) => words.reopened(visit, LINK),
  waiting: (words, { service, office, day, phone }) =>
    words.waiting(
      {
        service,
        offices: [office],
        from: day,
        to: addDays(day, DAYS),
        kinds: ['weekday'],
        parts: ['afternoon'],
        usualEnd: 1035,
        people: 1,
        phone,
      },
      LINK,
    ),
  'waiting-offer': (words, visit, until) => words['waiting-offer'](visit, LINK, until),
  'waiting-over': (words, { service, phone }) => words['waiting-over']('days', { service, phone }, LINK),
};

const BY_KIND: ReadonlyMap<string, Example> = new Map(Object.entries(EXAMPLES));

/** Some of whom came and some did not: the sentence of a party is read only then. */
const OF_A_PARTY: Readonly<Record<string, (words: Words, visit: Visit) => Text>> = {
  'no-show': (words, visit) =>
    words['no-show'](
      { ...visit, papers: [{ who: [2], places: [2], ids: [null], under15: false, bring: [...visit.bring] }] },
      LINK,
      3,
    ),
};

type ExampleMail = { language: string; mails: Text[] };

/** A mail of a kind as it will be sent, in every language that is offered. Nobody's: its visit is made up, its office and service are the city's. */
export async function exampleMails(tx: Db, kind: string, said: Said, now: Temporal.Instant): Promise<ExampleMail[]> {
  // The desk has no use for translations but here.
  await followTranslations(tx, 'site')();
  const facts = await exampleFacts(tx);
  const until = new Date(now.add({ hours: 24 }).epochMilliseconds);
  return OFFERED.map((language) => {
    const words = wordsSaid(language, kind, said);
    const visit = visitIn(facts, language, now);
    const mails = [BY_KIND.get(kind)?.(words, visit, until), OF_A_PARTY[kind]?.(words, visit)].filter(
      (text) => text !== undefined,
    );
    return { language, mails };
  });
}
