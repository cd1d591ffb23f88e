import { receiveWalkIn } from '../../../counter/acts.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { listServices } from '../../../services/read.ts';
import { whoMay } from '../../../staff/accounts.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { findAnew, foundBy } from '../../parts/find-people.ts';
import { readForm } from '../../parts/form.tsx';
import { keepBoxes, keptBoxes } from '../../parts/kept-boxes.ts';
import { languageOfWho } from '../../parts/language.ts';
import { NoOffice, officeOf, ownPickupOffices } from '../../parts/office.tsx';
import { keysWith, notBookable, readParty, unitsOf, withOf } from '../../parts/party.ts';
import { partyPressed, waitsToJoin } from '../../parts/party-press.ts';
import { personForm } from '../../parts/person-form.tsx';
import { nothing } from '../../parts/subject.ts';
import { asMember, keepPerson, keepWho, phoneOf, serviceOf, type Who, whoOf } from '../../parts/who.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import type { WalkInProps } from './props.ts';
import { awaitedOf, walkInForm } from './receive.tsx';
import { partyHere } from './subject.ts';
import { isNotToday, toToday } from './today-place.ts';
import { WalkInPage } from './view.tsx';
import { whenOf, whenQuery } from './when.ts';

async function read(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Omit<WalkInProps, 'errors'> | undefined> {
  const [found, foundMore, services, offices] = await Promise.all([
    foundBy(ask, fields['search']),
    foundBy(ask, fields['find']),
    listServices(ask.db),
    ownPickupOffices(ask),
  ]);
  const office = officeOf(ask, offices, field(fields, 'office'));
  if (office === undefined) return undefined;
  const service = serviceOf(services, fields['service']);
  const who = await whoOf(ask, fields, service);
  const others = keysWith(fields['with']);
  const when = await whenOf(ask, fields, { officeId: office.id, serviceId: service?.id, people: 1 + others.length });
  const [party, language] = await Promise.all([
    service === undefined || who === undefined ? [] : readParty(ask, who, others, service, when.day),
    who === undefined ? 'ja' : languageOfWho(ask, who),
  ]);
  const [search, find] = [uuid(fields['search']), uuid(fields['find'])];
  const units = service === undefined ? 1 : Math.max(1, unitsOf(service, party));
  const more = fields['more'] === '1';
  const full = when.slot !== undefined && when.slot.free < units && !can(ask.session, 'booking.exceed');
  const [brought, exceeders, notToday] = await Promise.all([
    toToday(ask, party[0], office, when),
    full ? whoMay(ask.db, 'booking.exceed', ask.session.officeId) : [],
    isNotToday(ask, { officeId: office.id, serviceId: service?.id, party, when }),
  ]);
  const of = {
    who,
    party,
    units,
    toToday: brought,
    notToday,
    exceeders,
    foundMore,
    find: find.ok ? find.value : '',
    more,
    when,
    language,
  };
  return { search: search.ok ? search.value : '', found, offices, office, services, service, ...of };
}

/** The first as their boxes say by now, for a service without a card on file; undefined where they say what is known. */
async function corrected(ask: SignedAsk, who: Who): Promise<{ errors: FormErrors } | { person_id: string } | undefined> {
  if (who.by === 'card' || ask.body['name'] === undefined) return undefined;
  const read = readForm(ask, personForm);
  if (!read.ok) return { errors: read.errors };
  const [known, now] = [personForm.boxes(who.person), personForm.boxes(read.value)];
  if (Object.entries(known).every(([box, value]) => now[box] === value)) return undefined;
  return { person_id: (await keepPerson(ask)) ?? '' };
}

/** A press in the form of the page. Who was corrected or typed to come along is shown before anybody is received. */
async function pressed(ask: SignedAsk): Promise<Answer> {
  const props = await read(ask, { ...ask.body, find: '', more: '' });
  if (props === undefined) return show(<NoOffice ask={ask} />, 409);
  const act = field(ask.body, 'act');
  const anew = props.who === undefined ? undefined : await corrected(ask, props.who);
  if (anew !== undefined && 'errors' in anew)
    return show(<WalkInPage ask={ask} props={{ ...props, typed: ask.body, errors: {}, personErrors: anew.errors }} />, 422);
  const joins = /^(?:join|out):/u.test(act) || (await waitsToJoin(ask, act));
  if (joins || anew !== undefined || ['find', 'more', 'correct'].includes(act))
    return along(anew === undefined ? ask : { ...ask, body: { ...ask.body, ...anew } }, joins);
  return submit(ask, props);
}

async function submit(ask: SignedAsk, props: Omit<WalkInProps, 'errors'>): Promise<Answer> {
  const { who, service, when, office, party, units } = props;
  const { slot, day, late } = when;
  const standing = party[0]?.standing;
  const again = (errors: FormErrors, problem?: string) =>
    show(<WalkInPage ask={ask} props={{ ...props, typed: ask.body, errors, problem }} />, 409);
  const id = uuid(ask.body['id']);
  const board = (at: string) =>
    go(withQuery(paths.today, { office: office.code, ...(when.today ? {} : { day }), at, position: 1 }, `p-${at}-1`));
  if (id.ok && standing?.reservationId === id.value) return board(id.value);
  if (!id.ok || who === undefined || service === undefined || slot === undefined) return again({});
  if (when.ended) return again({}, said('day_ended'));
  if (notBookable(party).length > 0 || awaitedOf(party) !== undefined) return again({});
  const shown = rowId(ask.body['slot']);
  if (!shown.ok || shown.value !== slot.id)
    return again({}, '枠の時間が変わりました。表示の時間を確かめて、もう一度押してください。');
  if (slot.free < units && !can(ask.session, 'booking.exceed')) return again({}, said('full'));
  const typed = readForm(ask, walkInForm(props, slot));
  if (!typed.ok) return again(typed.errors);
  const received = await receiveWalkIn(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: slot.id,
    members: party.map((one) => asMember(one.who)),
    channel: 'counter',
    came: late,
    mail: null,
    phone: phoneOf(who),
    ...typed.value,
  });
  if (received.ok) return board(id.value);
  // Booked meanwhile: what stands for them now is said beside it, with the way to it.
  const now = received.reason === 'already_booked' ? await read(ask, { ...ask.body, find: '', more: '' }) : undefined;
  const problem = said(received.reason);
  return show(<WalkInPage ask={ask} props={{ ...props, ...now, typed: ask.body, errors: {}, problem }} />, 409);
}

/** One more came along, or one less, or the first was corrected: the page anew with them, and with what was typed. */
async function along(ask: SignedAsk, joins: boolean): Promise<Answer> {
  const props = await read(ask, { ...ask.body, find: '' });
  if (props === undefined) return show(<NoOffice ask={ask} />, 409);
  const { party, service, office, search, when } = props;
  const act = field(ask.body, 'act');
  if (service === undefined || props.who === undefined) return go(paths.walkIn);
  const at = { office: office.code, service: service.id, search, ...whenQuery(when) };
  const typed = await keepBoxes(ask, ['exceed', 'person', 'language']);
  const here = (more: Record<string, string>, now = party) =>
    go(withQuery(paths.walkIn, { ...at, ...keepWho(now[0]?.who), with: withOf(now), typed, ...more }));
  if (!joins) return here({ more: act === 'more' ? '1' : '' });
  const came = await partyPressed({ ask, party, service }, act);
  const again = (more: Partial<WalkInProps>, status: number) =>
    show(<WalkInPage ask={ask} props={{ ...props, typed: ask.body, errors: {}, ...more }} />, status);
  switch (came.is) {
    case 'wrong':
      return again({ moreErrors: came.errors }, 422);
    case 'twice':
      return again({ moreSaid: came.said }, 409);
    case 'several':
      return here({ find: came.search });
    case 'nothing':
      return here({});
    default:
      return here({}, came.party);
  }
}

/** Where and when somebody came, as a form carries it on. */
const placeOf = ({ body }: SignedAsk) => ({
  office: field(body, 'office').slice(0, 40),
  service: field(body, 'service').slice(0, 20),
  day: field(body, 'day').slice(0, 40),
  at: field(body, 'at').slice(0, 20),
});

/** Keeps who came, for a service without a card on file, and shows the slot of this moment. */
async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const person = readForm(ask, personForm);
  if (!person.ok) {
    const props = await read(ask, ask.body);
    if (props === undefined) return show(<NoOffice ask={ask} />, 409);
    return show(<WalkInPage ask={ask} props={{ ...props, errors: {}, personErrors: person.errors }} />, 422);
  }
  return go(withQuery(paths.walkIn, { ...placeOf(ask), person_id: await keepPerson(ask) }));
}

/** Who comes without a reservation is put into the slot of this moment, and is at the counter at once. */
const walkInRoutes: readonly Route[] = [
  get(paths.walkIn, 'counter.act', async (ask) => {
    const [props, typed] = await Promise.all([read(ask, ask.query), keptBoxes(ask, ask.query['typed'])]);
    return show(props === undefined ? <NoOffice ask={ask} /> : <WalkInPage ask={ask} props={{ ...props, typed, errors: {} }} />);
  }),
  post(paths.walkInFind, 'counter.act', { words: '窓口受付の本人の検索', of: nothing }, async (ask) => {
    return go(withQuery(paths.walkIn, { ...(await findAnew(ask)), ...placeOf(ask) }));
  }),
  post(paths.walkInPerson, 'counter.act', { words: '窓口受付の本人の入力', of: nothing }, submitPerson),
  post(paths.walkIn, 'counter.act', { words: '窓口受付', of: partyHere }, pressed),
];

export const walkInFeature: Feature = {
  routes: walkInRoutes,
  menu: [{ group: 'today', href: paths.walkIn, words: '窓口受付', right: 'counter.act' }],
};
