import type { Facts } from '../../../../audit/change.ts';
import { form, line, paragraph, radios, select } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, PostForm } from '../../../../lib/html/index.ts';
import type { CautionFacts, CautionRecord, CautionVersion } from '../../../../services/cautions.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { DeskForm, seenOf } from '../../../parts/form.tsx';
import { Meanwhile, SettingsPage } from '../../../parts/settings-page.tsx';
import { askedVersion, TextVersions } from '../../../parts/text-versions.tsx';
import { paths } from '../../../paths.ts';
import { position, positionAfter } from '../../../records/kind.ts';
import type { SignedAsk } from '../../../route.ts';
import { CONDITIONS } from './conditions.ts';

/** `groups`: what the other cautions concern; a caution under the same words joins their group. */
export const cautionForm = (groups: readonly string[]) =>
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
    need: select('来庁の事情', [{ value: '', label: '事情を問わない' }, ...CONDITIONS], {
      usual: '',
      hint: 'そう答えた方がいる予約だけに表示します。事情による注意か持ち物が1つでもあると、予約の前に、来庁者ごとにたずねます。',
    }),
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
  versions: CautionVersion[];
  errors?: FormErrors;
  meanwhile?: Facts;
};

/** One caution: its form, every text it had, whether it is shown. */
export function CautionPage({
  ask,
  props: { service, caution, others, versions, errors = {}, meanwhile },
}: {
  ask: SignedAsk;
  props: Props;
}) {
  const groups = [...new Set(others.filter(({ retiredAt }) => retiredAt === null).map(({ facts }) => facts.concerns))];
  const kept = caution?.facts ?? {
    concerns: groups[0] ?? 'すべての方',
    ages: 'all' as const,
    need: '' as const,
    position: positionAfter(others),
  };
  const back = { href: paths.service(service.id), words: service.facts.name };
  const old = askedVersion(ask, versions);
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
        values={{ ...kept, ...(old === undefined ? {} : { concerns: old.concerns, body: old.body }) }}
        errors={errors}
        seen={caution === undefined ? undefined : seenOf(ask, caution.facts, meanwhile !== undefined)}
        submit="表示を確かめる"
        back={{ ...back, words: 'やめる' }}
      />
      {caution !== undefined && <TextVersions versions={versions} href={paths.caution(caution.id)} />}
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
