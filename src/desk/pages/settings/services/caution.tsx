import type { Facts } from '../../../../audit/change.ts';
import { form, line, paragraph, radios } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, PostForm } from '../../../../lib/html/index.ts';
import {
  addCaution,
  type CautionFacts,
  type CautionRecord,
  changeCaution,
  listCautions,
  readCaution,
  showCaution,
} from '../../../../services/cautions.ts';
import { readService, type ServiceRecord } from '../../../../services/read.ts';
import { DeskForm, readForm, seenOf } from '../../../parts/form.tsx';
import { type WithRow, withRow } from '../../../parts/row.tsx';
import { Meanwhile, RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { position, positionAfter } from '../../../records/kind.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../../route.ts';

/** `groups`: what the other cautions concern; a caution under the same words joins their group. */
const cautionForm = (groups: readonly string[]) =>
  form<CautionFacts>({
    concerns: line('対象', 40, {
      hint:
        groups.length === 0
          ? '例：すべての方、15歳未満の方'
          : `同じ言葉の注意は、ひとまとまりに並びます。現在あるもの：${groups.join('、')}`,
    }),
    ages: radios(
      '年齢',
      [
        { value: 'all', label: '年齢を問わない' },
        { value: 'under-15', label: '来庁日に15歳未満の方がいる予約だけに表示する' },
        { value: 'from-15', label: '来庁日に15歳以上の方がいる予約だけに表示する' },
      ],
      { usual: 'all' },
    ),
    body: paragraph('文', 300, {
      hint: '最初の一文が見出しになり、残りが説明になります。市民は、1つずつ印を付けます。',
    }),
    position: position(),
  });

type Props = {
  service: ServiceRecord;
  /** None yet: a new one. */
  caution: CautionRecord | undefined;
  others: CautionRecord[];
  errors?: FormErrors;
  meanwhile?: Facts;
};

function CautionPage({ ask, props: { service, caution, others, errors = {}, meanwhile } }: { ask: SignedAsk; props: Props }) {
  const groups = [...new Set(others.filter(({ retiredAt }) => retiredAt === null).map(({ facts }) => facts.concerns))];
  const kept = caution?.facts ?? { concerns: groups[0] ?? 'すべての方', ages: 'all' as const, position: positionAfter(others) };
  const back = { href: paths.service(service.id), words: service.facts.name };
  return (
    <SettingsPage
      ask={ask}
      title={caution === undefined ? '注意を追加する' : '注意を変更する'}
      crumbs={[{ href: paths.services, words: '手続き' }, back]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={kept} typed={meanwhile} />}
      <DeskForm
        ask={ask}
        form={cautionForm(groups)}
        action={caution === undefined ? paths.newCaution(service.id) : paths.caution(caution.id)}
        values={kept}
        errors={errors}
        seen={caution === undefined ? undefined : seenOf(ask, caution.facts, meanwhile !== undefined)}
        submit={caution === undefined ? '追加する' : '保存する'}
        back={{ ...back, words: 'やめる' }}
      />
      {caution !== undefined && (
        <PostForm
          action={paths.showCaution(caution.id)}
          token={ask.token}
          class="desk-section"
          hidden={{ show: caution.retiredAt === null ? '' : 'yes' }}
        >
          <Button kind={caution.retiredAt === null ? 'stop' : 'second'}>
            {caution.retiredAt === null ? 'この注意を非表示にする' : 'この注意を、また表示する'}
          </Button>
        </PostForm>
      )}
    </SettingsPage>
  );
}

async function page(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  more: { errors?: FormErrors; meanwhile?: Facts } = {},
  status = 200,
): Promise<Answer> {
  const others = await listCautions(ask.db, service.id);
  return show(<CautionPage ask={ask} props={{ service, caution, others, ...more }} />, status);
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
