import type { Facts } from '../../../../audit/change.ts';
import { factWords } from '../../../../audit/facts.ts';
import type { FormErrors } from '../../../../lib/html/index.ts';
import {
  addCaution,
  type CautionFacts,
  type CautionRecord,
  cautionVersions,
  changeCaution,
  listCautions,
  readCaution,
  showCaution,
} from '../../../../services/cautions.ts';
import { readService, type ServiceRecord } from '../../../../services/read.ts';
import { bodiesOf } from '../../../../site/translations.ts';
import { readForm } from '../../../parts/form.tsx';
import { type WithRow, withRow } from '../../../parts/row.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { pressed, TextPreview } from '../../../parts/text-preview.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';
import { CautionPage, cautionForm } from './caution-page.tsx';

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  more: { errors?: FormErrors; meanwhile?: Facts } = {},
  status = 200,
): Promise<Answer> {
  const others = await listCautions(ask.db, service.id);
  const versions = caution === undefined ? [] : await cautionVersions(ask.db, caution.id);
  return show(<CautionPage ask={ask} props={{ service, caution, others, versions, ...more }} />, status);
}

/** How a caution will be read, before everyone who books must tick it; undefined once that was seen. */
async function looked(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  value: CautionFacts,
): Promise<Answer | undefined> {
  if (pressed(ask) === 'sure') return undefined;
  if (pressed(ask) === 'edit') return page(ask, service, caution);
  const bodies = await bodiesOf(ask.db, value.body);
  return show(
    <SettingsPage
      ask={ask}
      title="注意の表示を確かめる"
      crumbs={[
        { href: paths.services, words: '手続き' },
        { href: paths.service(service.id), words: service.facts.name },
      ]}
    >
      <TextPreview
        ask={ask}
        body={value.body}
        bodies={bodies}
        action={caution === undefined ? paths.newCaution(service.id) : paths.caution(caution.id)}
        typed={{ ...cautionForm([]).boxes(value), seen: field(ask.body, 'seen') }}
        submit={caution === undefined ? '追加する' : '保存する'}
      >
        <dl class="mailing-facts">
          <dt>対象</dt>
          <dd>{value.concerns}</dd>
          <dt>表示する予約</dt>
          <dd>
            {factWords('ages', value.ages)}、{value.need === '' ? '事情を問わない' : factWords('need', value.need)}
          </dd>
        </dl>
      </TextPreview>
    </SettingsPage>,
  );
}

const withCaution = withRow(async (ask, id) => {
  const caution = await readCaution(ask.db, id);
  const service = caution === undefined ? undefined : await readService(ask.db, caution.serviceId);
  return caution === undefined || service === undefined ? undefined : { caution, service };
});

const back = (serviceId: number, done: string): Answer => go(withQuery(paths.service(serviceId), { done }, 'cautions'));

export const cautionRoutes = (withService: WithRow<ServiceRecord>): readonly Route[] => [
  get(
    paths.newCaution(':id'),
    RIGHT,
    withService((ask, service) => page(ask, service, undefined)),
  ),
  post(
    paths.newCaution(':id'),
    RIGHT,
    withService(async (ask, service) => {
      const typed = readForm(ask, cautionForm([]));
      if (!typed.ok) return page(ask, service, undefined, { errors: typed.errors }, 422);
      const look = await looked(ask, service, undefined, typed.value);
      if (look !== undefined) return look;
      await addCaution(ask.db, ask.actor, service, typed.value);
      return back(service.id, 'caution');
    }),
  ),
  get(
    paths.caution(':id'),
    RIGHT,
    withCaution((ask, { caution, service }) => page(ask, service, caution)),
  ),
  post(
    paths.caution(':id'),
    RIGHT,
    withCaution(async (ask, { caution, service }) => {
      const typed = readForm(ask, cautionForm([]));
      if (!typed.ok) return page(ask, service, caution, { errors: typed.errors }, 422);
      const look = await looked(ask, service, caution, typed.value);
      if (look !== undefined) return look;
      const changed = await changeCaution(ask.db, ask.actor, caution.id, field(ask.body, 'seen'), typed.value);
      if (changed.ok) return back(service.id, changed.value === 'same' ? 'same' : 'caution');
      return withCaution((again, now) => page(again, now.service, now.caution, { meanwhile: typed.value }, 409))(ask);
    }),
  ),
  post(
    paths.showCaution(':id'),
    RIGHT,
    withCaution(async (ask, { caution, service }) => {
      const shown = ask.body['show'] === 'yes';
      await showCaution(ask.db, ask.actor, caution.id, shown);
      return back(service.id, shown ? 'caution-on' : 'caution-off');
    }),
  ),
];
