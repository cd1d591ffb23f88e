import type { Facts } from '../../../../audit/change.ts';
import { type FormErrors, Says } from '../../../../lib/html/index.ts';
import { smallId } from '../../../../lib/values/ids.ts';
import { type LengthAt, lengthAt, type OfficeLength, setLength, slotsByPeople } from '../../../../services/lengths.ts';
import { readService, type ServiceFacts, type ServiceRecord } from '../../../../services/read.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { withFound } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { PreviewPress, pressed } from '../../../parts/text-preview.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { boxesOf, officeLengthForm, typedLength } from './length-form.ts';
import { SlotsByPeople } from './lengths-table.tsx';
import { around } from './papers-look.tsx';

type Of = { service: ServiceRecord; at: LengthAt };

const withLength = withFound(async (ask: SignedAsk): Promise<Of | undefined> => {
  const [id, office] = [smallId(ask.params['id']), smallId(ask.params['office'])];
  if (!id.ok || !office.ok) return undefined;
  const service = await readService(ask.db, id.value);
  const at = await lengthAt(ask.db, id.value, office.value);
  return service === undefined || at === undefined ? undefined : { service, at };
});

/** What stays as it is, whatever is set. */
const BOOKED = 'すでに入っている予約は、変わりません。日時を変更すると、新しい数になります。';

type More = { errors?: FormErrors; meanwhile?: OfficeLength };

function page(ask: SignedAsk, { service, at }: Of, { errors = {}, meanwhile }: More = {}, status = 200): Answer {
  return show(
    <SettingsPage
      ask={ask}
      title="交付場所で使う枠の数"
      heading={`${at.officeName}で${service.facts.name}に使う枠の数`}
      crumbs={around(service)}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={at.own as Facts} typed={meanwhile as Facts} />}
      <SlotsByPeople
        caption="現在の、来庁する人数と使う枠の数"
        head="交付場所"
        rows={[{ name: at.officeName, slots: at.slots }]}
      />
      <DeskForm
        ask={ask}
        form={officeLengthForm}
        action={paths.serviceLength(at.serviceId, at.officeId)}
        values={boxesOf(at.own, service.facts)}
        errors={errors}
        seen={seenOf(ask, at.own, meanwhile !== undefined)}
        submit="枠の数を確かめる"
        back={{ href: paths.service(service.id), words: `${service.facts.name}に戻る` }}
      />
    </SettingsPage>,
    status,
  );
}

/** How many slots each number of people would take, before it is kept. */
async function look(ask: SignedAsk, { service, at }: Of, typed: OfficeLength, boxes: Record<string, string>): Promise<Answer> {
  const { slotsLong, slotEvery } = typed;
  const slots = await slotsByPeople(ask.db, slotsLong === null || slotEvery === null ? service.facts : { slotsLong, slotEvery });
  return show(
    <SettingsPage ask={ask} title="使う枠の数を確かめる" crumbs={around(service)}>
      <Says class="lead">{`まだ保存していません。${at.officeName}では、次のようになります。${BOOKED}`}</Says>
      <SlotsByPeople
        caption="変更の前と後の、使う枠の数"
        head="変更"
        rows={[
          { name: '現在', slots: at.slots },
          { name: '変更の後', slots },
        ]}
      />
      <PreviewPress ask={ask} action={paths.serviceLength(at.serviceId, at.officeId)} typed={boxes} submit="保存する" />
    </SettingsPage>,
  );
}

async function change(ask: SignedAsk, of: Of): Promise<Answer> {
  const read = readForm(ask, officeLengthForm);
  if (!read.ok) return page(ask, of, { errors: read.errors }, 422);
  if (pressed(ask) === 'edit') return page(ask, of);
  const typed = typedLength(read.value);
  const seen = field(ask.body, 'seen');
  if (pressed(ask) === 'look') return look(ask, of, typed, { ...officeLengthForm.boxes(read.value), seen });
  const set = await setLength(ask.db, ask.actor, of.at, seen, typed);
  if (!set.ok) return withLength((again, now) => page(again, now, { meanwhile: typed }, 409))(ask);
  return go(withQuery(paths.service(of.service.id), { done: set.value === 'same' ? 'same' : 'length' }, 'lengths'));
}

/** What a change of a service's own numbers comes to, before it is kept; undefined where they stay. */
export async function foreseenLengths(ask: SignedAsk, { facts }: ServiceRecord, value: ServiceFacts) {
  if (facts.slotsLong === value.slotsLong && facts.slotEvery === value.slotEvery) return undefined;
  const [before, after] = await Promise.all([slotsByPeople(ask.db, facts), slotsByPeople(ask.db, value)]);
  return (
    <>
      <h2>来庁する人数と、使う枠の数</h2>
      <Says>{`枠の数を別に設定した交付場所は、変わりません。${BOOKED}`}</Says>
      <SlotsByPeople
        caption="変更の前と後の、使う枠の数"
        head="変更"
        rows={[
          { name: '現在', slots: before },
          { name: '変更の後', slots: after },
        ]}
      />
    </>
  );
}

export const lengthRoutes: readonly Route[] = [
  get(
    paths.serviceLength(':id', ':office'),
    RIGHT,
    withLength((ask, of) => page(ask, of)),
  ),
  post(paths.serviceLength(':id', ':office'), RIGHT, '交付場所で使う枠の数の変更', withLength(change)),
];
