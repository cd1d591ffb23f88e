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

/** What a table of lengths has a row for: the offices of a service, or the services of an office. */
const OF = {
  offices: {
    caption: '交付場所ごとの、使う枠の数',
    head: '交付場所',
    empty: '市民が来庁する交付場所は、まだありません。',
    name: ({ officeName }: LengthAt) => officeName,
  },
  services: { caption: '手続きごとの、使う枠の数', head: '手続き', empty: '', name: ({ serviceName }: LengthAt) => serviceName },
} as const;

/** The lengths of visits below the form of a service or of an office. */
export function Lengths({ of, lengths }: { of: keyof typeof OF; lengths: readonly LengthAt[] }) {
  const { name, ...says } = OF[of];
  return (
    <section class="desk-section" aria-labelledby="lengths">
      <h2 id="lengths">来庁する人数と、使う枠の数</h2>
      <SlotsByPeople
        {...says}
        rows={lengths.map((at) => ({
          name: (
            <a href={paths.serviceLength(at.serviceId, at.officeId)}>
              {name(at)}
              <span class="unseen">で使う枠の数を変更する</span>
            </a>
          ),
          slots: at.slots,
          more: whose(at),
        }))}
      />
    </section>
  );
}
