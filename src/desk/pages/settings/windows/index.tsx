import {
  type AUDIENCES,
  copySeen,
  copyWindows,
  foresee,
  readWindows,
  saveWindows,
  USUAL_WINDOWS,
  type WindowRules,
  windowsAt,
} from '../../../../calendar/windows.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { readBoth } from '../../../../lib/form/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { listOfficeRecords, type OfficeRecord } from '../../../../offices/read.ts';
import { listServiceRecords, type ServiceRecord } from '../../../../services/read.ts';
import { ownAmong } from '../../../../staff/bounds.ts';
import { readForm } from '../../../parts/form.tsx';
import { withFound } from '../../../parts/row.tsx';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { copyForm, type Other } from './copy.tsx';
import { windowForm } from './form.ts';
import { type Rows, type Tried, WindowPage, type WindowProps, WindowsPage } from './view.tsx';

type Rules = { citizen: WindowRules; staff: WindowRules };

const pickupOffices = async (ask: SignedAsk): Promise<OfficeRecord[]> =>
  ownAmong(ask.session, await listOfficeRecords(ask.db)).filter(({ retiredAt, facts }) => retiredAt === null && facts.isPickup);
const offered = async (ask: SignedAsk): Promise<ServiceRecord[]> =>
  (await listServiceRecords(ask.db)).filter(({ retiredAt }) => retiredAt === null);

async function listRows(ask: SignedAsk): Promise<Rows> {
  const [offices, services, all] = await Promise.all([pickupOffices(ask), offered(ask), readWindows(ask.db)]);
  return services.map((service) => ({
    service,
    offices: offices.map((office) => ({ office, windows: windowsAt(all, { officeId: office.id, serviceId: service.id }) })),
  }));
}

type Counter = { office: OfficeRecord; service: ServiceRecord };

/** The office and service an address names, both in use; else a page that says there is none. */
const withCounter = withFound(async (ask): Promise<Counter | undefined> => {
  const [officeId, serviceId] = [smallId(ask.params['office']), smallId(ask.params['service'])];
  const office = (await pickupOffices(ask)).find(({ id }) => officeId.ok && id === officeId.value);
  const service = (await offered(ask)).find(({ id }) => serviceId.ok && id === serviceId.value);
  return office === undefined || service === undefined ? undefined : { office, service };
});

const idsOf = ({ office, service }: Counter) => ({ officeId: office.id, serviceId: service.id, serviceCode: service.code });

async function tryOut(ask: SignedAsk, counter: Counter, rules: Rules): Promise<Tried> {
  const one = async (audience: (typeof AUDIENCES)[number]) => ({
    rules: rules[audience],
    foreseen: await foresee(ask.db, idsOf(counter), audience, rules[audience], counter.service.facts.needsCard),
  });
  return { citizen: await one('citizen'), staff: await one('staff') };
}

const COPY_STALE =
  'ほかの職員が先に予約可能期間を変更したため、何も変更していません。現在の内容を確かめて、もう一度選んでください。';

/** The other offices of a service, each with what it has now. */
async function othersOf(ask: SignedAsk, { office: here, service }: Counter, offices: readonly OfficeRecord[]): Promise<Other[]> {
  const all = await readWindows(ask.db);
  return offices
    .filter(({ id }) => id !== here.id)
    .map((office) => ({ office, windows: windowsAt(all, { officeId: office.id, serviceId: service.id }) }));
}

/** `typed`: rules that were typed and are not kept. */
async function page(
  ask: SignedAsk,
  counter: Counter,
  { typed, ...more }: Partial<Omit<WindowProps, 'typed'>> & { typed?: Rules } = {},
  status = 200,
): Promise<Answer> {
  const ids = idsOf(counter);
  const [offices, all] = await Promise.all([pickupOffices(ask), readWindows(ask.db)]);
  const windows = windowsAt(all, ids);
  // What is wrong with a copy says nothing of the boxes above.
  const readable = Object.keys(more.errors ?? {}).every((name) => name.startsWith('to-'));
  const rules = typed ?? { citizen: windows.citizen ?? USUAL_WINDOWS.citizen, staff: windows.staff ?? USUAL_WINDOWS.staff };
  return show(
    <WindowPage
      ask={ask}
      props={{
        ...counter,
        windows,
        others: await othersOf(ask, counter, offices),
        copySeen: copySeen(all, ids.serviceId, shownOffices(offices)),
        tried: readable ? await tryOut(ask, counter, rules) : undefined,
        typed: typed !== undefined,
        errors: {},
        ...more,
      }}
    />,
    status,
  );
}

const shownOffices = (offices: readonly OfficeRecord[]): number[] => offices.map(({ id }) => id);

export const windowRoutes: readonly Route[] = [
  get(paths.windows, RIGHT, async (ask) => show(<WindowsPage ask={ask} rows={await listRows(ask)} />)),
  get(
    paths.window(':office', ':service'),
    RIGHT,
    withCounter((ask, counter) => page(ask, counter)),
  ),
  post(
    paths.window(':office', ':service'),
    RIGHT,
    '予約可能期間の変更',
    withCounter(async (ask, counter) => {
      const notBefore = ask.body['act'] === 'save' ? cityDay(ask.now) : undefined;
      const read = readBoth(readForm(ask, windowForm('citizen', notBefore)), readForm(ask, windowForm('staff', notBefore)));
      if (!read.ok) return page(ask, counter, { errors: read.errors }, 422);
      const rules = { citizen: read.value[0], staff: read.value[1] };
      // Only the button that says so saves: Enter in a box tries.
      if (ask.body['act'] !== 'save') return page(ask, counter, { typed: rules });
      const saved = await saveWindows(ask.db, ask.actor, idsOf(counter), field(ask.body, 'seen'), rules);
      if (!saved.ok) return page(ask, counter, { typed: rules, meanwhile: rules }, 409);
      return go(withQuery(paths.window(counter.office.id, counter.service.id), { done: saved.value }));
    }),
  ),
  post(
    paths.copyWindow(':office', ':service'),
    RIGHT,
    '予約可能期間の複写',
    withCounter(async (ask, counter) => {
      const offices = await pickupOffices(ask);
      const others = await othersOf(ask, counter, offices);
      const typed = readForm(ask, copyForm(counter.office, others));
      // The boxes of the window itself were not sent: the page is drawn from what is kept.
      const bare = { ...ask, body: {} };
      if (!typed.ok) return page(bare, counter, { errors: typed.errors }, 422);
      const copied = await copyWindows(ask.db, ask.actor, idsOf(counter), typed.value.to.map(Number), {
        shown: shownOffices(offices),
        seen: field(ask.body, 'seen'),
      });
      if (!copied.ok) return page(bare, counter, { errors: { [`to-${others[0]?.office.id ?? 0}`]: COPY_STALE } }, 409);
      return go(withQuery(paths.window(counter.office.id, counter.service.id), { done: copied.value === 0 ? 'same' : 'copied' }));
    }),
  ),
];
