import type { Windows } from '../../../../calendar/windows.ts';
import { type Form, FormFields, form, ticks } from '../../../../lib/form/index.ts';
import { Button, type FormErrors, PostForm } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import { stateOf } from '../../../parts/form.tsx';
import { Section } from '../../../parts/section.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';
import { UNDECIDED, windowLines } from './words.ts';

export type Other = { office: OfficeRecord; windows: Windows };

const words = ({ citizen, staff }: Windows): string =>
  citizen === null || staff === null
    ? UNDECIDED
    : `市民　${windowLines(citizen, 'citizen').join('、')}　／　職員　${windowLines(staff, 'staff').join('、')}`;

/** Which other offices get the same window. Each shows what it has now, so that what the copy overwrites can be seen. */
export const copyForm = (office: OfficeRecord, others: readonly Other[]): Form<{ to: string[] }> =>
  form<{ to: string[] }>({
    to: ticks(
      `${office.facts.name}に保存されている期間と、同じにする場所`,
      others.map((other) => ({ value: String(other.office.id), label: other.office.facts.name, more: words(other.windows) })),
      { atLeastOne: true, called: '同じにする場所' },
    ),
  });

type Props = {
  ask: SignedAsk;
  office: OfficeRecord;
  service: ServiceRecord;
  others: Other[];
  /** The fingerprint of what the page shows of the others. */
  seen: string;
  errors: FormErrors;
};

export function Copy({ ask, office, service, others, seen, errors }: Props) {
  if (others.length === 0) return null;
  return (
    <Section id="copy" title="ほかの場所も同じにする">
      <PostForm action={paths.copyWindow(office.id, service.id)} token={ask.token} hidden={{ seen }}>
        <FormFields form={copyForm(office, others)} state={stateOf(ask, {}, errors)} />
        <p class="acts">
          <Button kind="second">選んだ場所を同じにする</Button>
        </p>
      </PostForm>
    </Section>
  );
}
