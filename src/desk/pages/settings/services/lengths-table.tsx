import type { ComponentChildren } from 'preact';
import { rightCol, Table, wholeCol } from '../../../../lib/html/index.ts';
import type { LengthAt } from '../../../../services/lengths.ts';
import { paths } from '../../../paths.ts';

const slotsWords = (slots: number): string => `${slots}枠`;

/** How many slots each number of people takes, a column each. `rows`: what a row is called, and its slots for one person, two, … */
export function SlotsByPeople({
  caption,
  head,
  rows,
  empty = '',
}: {
  caption: string;
  head: string;
  rows: readonly { name: ComponentChildren; slots: readonly number[]; more?: ComponentChildren }[];
  empty?: string;
}) {
  const most = Math.max(0, ...rows.map(({ slots }) => slots.length));
  const says = rows.some(({ more }) => more !== undefined);
  return (
    <Table
      caption={caption}
      wide={!says}
      empty={empty}
      columns={[wholeCol(head), ...Array.from({ length: most }, (_, n) => rightCol(`${n + 1}人`)), ...(says ? ['数の設定'] : [])]}
      rows={rows.map(({ name, slots, more }) => [name, ...slots.map(slotsWords), ...(says ? [more ?? ''] : [])])}
    />
  );
}

const whose = ({ own }: LengthAt): string => (own.slotsLong === null ? '手続きと同じ' : 'この場所だけの数');

/** The offices of a service, below its form. */
export const LengthsOfService = ({ lengths }: { lengths: readonly LengthAt[] }) => (
  <section class="desk-section" aria-labelledby="lengths">
    <h2 id="lengths">来庁する人数と、使う枠の数</h2>
    <SlotsByPeople
      caption="交付場所ごとの、使う枠の数"
      empty="市民が来庁する交付場所は、まだありません。"
      head="交付場所"
      rows={lengths.map((at) => ({
        name: (
          <a href={paths.serviceLength(at.serviceId, at.officeId)}>
            {at.officeName}
            <span class="unseen">で使う枠の数を変更する</span>
          </a>
        ),
        slots: at.slots,
        more: whose(at),
      }))}
    />
  </section>
);

/** The services of an office, below its form. */
export const LengthsAtOffice = ({ lengths }: { lengths: readonly LengthAt[] }) =>
  lengths.length === 0 ? null : (
    <section class="desk-section" aria-labelledby="lengths">
      <h2 id="lengths">来庁する人数と、使う枠の数</h2>
      <SlotsByPeople
        caption="手続きごとの、使う枠の数"
        head="手続き"
        rows={lengths.map((at) => ({
          name: (
            <a href={paths.serviceLength(at.serviceId, at.officeId)}>
              {at.serviceName}
              <span class="unseen">で使う枠の数を変更する</span>
            </a>
          ),
          slots: at.slots,
          more: whose(at),
        }))}
      />
    </section>
  );
