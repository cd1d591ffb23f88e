import type { Facts } from '../../../../audit/change.ts';
import { FormFields } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, PostForm } from '../../../../lib/html/index.ts';
import { cautionTexts, withCautionTexts } from '../../../../services/planned-cautions.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import type { CautionFacts, CautionRecord, CautionVersion } from '../../../../services/read-cautions.ts';
import type { Plan } from '../../../../site/planned.ts';
import { seenOf, stateOf, untyped } from '../../../parts/form.tsx';
import { PLAN_DONE, PlannedTexts, planAsked } from '../../../parts/planned.tsx';
import { Section } from '../../../parts/section.tsx';
import { Meanwhile, SettingsPage } from '../../../parts/settings-page.tsx';
import { askedVersion, TextVersions } from '../../../parts/text-versions.tsx';
import { TextsForm } from '../../../parts/texts-form.tsx';
import { paths } from '../../../paths.ts';
import { positionAfter } from '../../../records/kind.ts';
import { field, type SignedAsk } from '../../../route.ts';
import { CAUTION_LABELS, cautionForm, shownSince } from './caution-form.ts';

type Props = {
  service: ServiceRecord;
  /** None yet: a new one. */
  caution: CautionRecord | undefined;
  others: CautionRecord[];
  versions: CautionVersion[];
  plans: Plan[];
  /** What was typed of when it is to be shown or hidden, where that was wrong. */
  turned?: SignedAsk | undefined;
  errors?: FormErrors;
  meanwhile?: Facts;
};

/** What the boxes hold of a caution: as it is kept, with the texts of a version or of a plan that the address asks for. */
function cautionValues(ask: SignedAsk, { caution, others, versions, plans }: Props): Partial<CautionFacts> {
  if (caution === undefined)
    return { concerns: groupsOf(others)[0] ?? 'すべての方', ages: 'all', need: '', position: positionAfter(others) };
  const plan = planAsked(ask, plans);
  if (plan !== undefined) return withCautionTexts(caution.facts, plan.said.texts);
  const old = askedVersion(ask, versions);
  return old === undefined ? caution.facts : { ...caution.facts, concerns: old.concerns, body: old.body };
}

const groupsOf = (others: readonly CautionRecord[]): string[] => [
  ...new Set(others.filter(({ retiredAt }) => retiredAt === null).map(({ facts }) => facts.concerns)),
];

/** The form of a caution, with the time from which it holds. */
function CautionForm({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { service, caution, others, plans, errors = {}, meanwhile } = props;
  return (
    <TextsForm
      ask={ask}
      form={cautionForm(groupsOf(others))}
      plans={plans}
      action={caution === undefined ? paths.newCaution(service.id) : paths.caution(caution.id)}
      values={cautionValues(ask, props)}
      errors={errors}
      seen={caution === undefined ? undefined : seenOf(ask, caution.facts, meanwhile !== undefined)}
      submit="表示を確かめる"
      back={{ href: paths.service(service.id), words: 'やめる' }}
    />
  );
}

/** Hides a caution or shows it again, at once or from a time on. */
function ShowPress({
  ask,
  caution,
  turned,
  errors = {},
}: Pick<Props, 'turned' | 'errors'> & { ask: SignedAsk; caution: CautionRecord }) {
  const hides = caution.retiredAt === null;
  const form = shownSince(ask, !hides);
  return (
    <Section id="shown" title={hides ? 'この注意を非表示にする' : 'この注意を、また表示する'}>
      <PostForm action={paths.showCaution(caution.id)} token={ask.token} class="desk-form" hidden={{ show: hides ? '' : 'yes' }}>
        <FormFields form={form} state={stateOf(turned ?? untyped(ask), {}, errors)} />
        <p class="acts">
          <Button kind={hides ? 'stop' : 'second'}>{hides ? '非表示にする' : 'また表示する'}</Button>
        </p>
      </PostForm>
    </Section>
  );
}

/** One caution: its form, what is to come of it, every text it had, whether it is shown. */
export function CautionPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { service, caution, versions, plans, errors = {}, meanwhile } = props;
  return (
    <SettingsPage
      ask={ask}
      title={caution === undefined ? '注意を追加する' : '注意を変更する'}
      crumbs={[
        { href: paths.services, words: '手続き' },
        { href: paths.service(service.id), words: service.facts.name },
      ]}
      said={PLAN_DONE[field(ask.query, 'done')]}
      errors={errors}
    >
      {meanwhile !== undefined && <Meanwhile kept={caution?.facts ?? null} typed={meanwhile} />}
      <CautionForm ask={ask} props={props} />
      {caution !== undefined && (
        <>
          <PlannedTexts
            ask={ask}
            plans={plans}
            now={cautionTexts(caution.facts)}
            labels={CAUTION_LABELS}
            href={paths.caution(caution.id)}
            withdraw={(plan) => paths.withdrawCautionTexts(caution.id, plan)}
          />
          <TextVersions versions={versions} href={paths.caution(caution.id)} />
          <ShowPress ask={ask} caution={caution} turned={props.turned} errors={errors} />
        </>
      )}
    </SettingsPage>
  );
}
