import { receiveWalkIn } from '../../../counter/acts.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import { slotNow } from '../../../reservations/grid.ts';
import { listServices } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { findAnew, foundBy } from '../../parts/finder.tsx';
import { readForm } from '../../parts/form.tsx';
import { languageOfWho } from '../../parts/language.ts';
import { NoOffice, officeOf } from '../../parts/office.tsx';
import { personForm } from '../../parts/person-form.tsx';
import { asMember, keepPerson, phoneOf, serviceOf, standingFor, whoOf } from '../../parts/who.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import type { WalkInProps } from './props.ts';
import { walkInForm } from './receive.tsx';
import { WalkInPage } from './view.tsx';

async function read(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Omit<WalkInProps, 'errors'> | undefined> {
  const [found, services, offices] = await Promise.all([
    foundBy(ask, fields['search']),
    listServices(ask.db),
    listPickupOffices(ask.db),
  ]);
  const office = officeOf(ask, offices, field(fields, 'office'));
  if (office === undefined) return undefined;
  const service = serviceOf(services, fields['service']);
  const who = await whoOf(ask, fields, service);
  const [slot, standing, language] = await Promise.all([
    service === undefined ? undefined : slotNow(ask.db, office.id, service.id, cityDay(ask.now)),
    service === undefined || who === undefined ? undefined : standingFor(ask, service, who),
    who === undefined ? 'ja' : languageOfWho(ask, who),
  ]);
  const search = uuid(fields['search']);
  return { search: search.ok ? search.value : '', found, who, offices, office, services, service, slot, standing, language };
}
async function submit(ask: SignedAsk): Promise<Answer> {
  const props = await read(ask, ask.body);
  if (props === undefined) return show(<NoOffice ask={ask} />, 409);
  const { who, service, slot, office, standing } = props;
  const again = (errors: FormErrors, problem?: string) =>
    show(<WalkInPage ask={ask} props={{ ...props, errors, problem }} />, 409);
  const id = uuid(ask.body['id']);
  const board = (at: string) => go(withQuery(paths.today, { office: office.code, at, position: 1 }, `p-${at}-1`));
  if (id.ok && standing?.reservationId === id.value) return board(id.value);
  if (!id.ok || who === undefined || service === undefined || slot === undefined || standing?.awaits === true) return again({});
  const shown = rowId(ask.body['slot']);
  if (!shown.ok || shown.value !== slot.id)
    return again({}, '枠の時間が変わりました。現在の枠を確かめて、もう一度押してください。');
  if (slot.free === 0 && !can(ask.session, 'booking.exceed')) return again({}, said('full'));
  const typed = readForm(ask, walkInForm(slot, standing));
  if (!typed.ok) return again(typed.errors);
  const received = await receiveWalkIn(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: slot.id,
    members: [asMember(who)],
    channel: 'counter',
    mail: null,
    phone: phoneOf(who),
    ...typed.value,
  });
  return received.ok ? board(id.value) : again({}, said(received.reason));
}

/** Keeps who came, for a service without a card on file, and shows the slot of this moment. */
async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const person = readForm(ask, personForm);
  if (!person.ok) {
    const props = await read(ask, ask.body);
    if (props === undefined) return show(<NoOffice ask={ask} />, 409);
    return show(<WalkInPage ask={ask} props={{ ...props, errors: {}, personErrors: person.errors }} />, 422);
  }
  const at = { office: field(ask.body, 'office').slice(0, 40), service: field(ask.body, 'service').slice(0, 20) };
  return go(withQuery(paths.walkIn, { ...at, person_id: await keepPerson(ask) }));
}

/** Who comes without a reservation is put into the slot of this moment, and is at the counter at once. */
export const walkInRoutes: readonly Route[] = [
  get(paths.walkIn, 'counter.act', async (ask) => {
    const props = await read(ask, ask.query);
    return show(props === undefined ? <NoOffice ask={ask} /> : <WalkInPage ask={ask} props={{ ...props, errors: {} }} />);
  }),
  post(paths.walkInFind, 'counter.act', async (ask) => {
    const at = { office: field(ask.body, 'office').slice(0, 40), service: field(ask.body, 'service').slice(0, 20) };
    return go(withQuery(paths.walkIn, { ...(await findAnew(ask)), ...at }));
  }),
  post(paths.walkInPerson, 'counter.act', submitPerson),
  post(paths.walkIn, 'counter.act', submit),
];

export const walkInFeature: Feature = {
  routes: walkInRoutes,
  menu: [{ group: 'today', href: paths.walkIn, words: '窓口受付', right: 'counter.act' }],
};
