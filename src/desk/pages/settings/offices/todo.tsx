import type { Ready } from '../../../../closing/ready.ts';
import { longDate } from '../../../../lib/dates/format.ts';
import { IconOn } from '../../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../../offices/read.ts';
import { paths, withQuery } from '../../../paths.ts';

/** Whether citizens may choose it, in words. `today` is 2026-11-23. */
export function offered({ facts, retiredAt }: OfficeRecord, today: string): string {
  if (retiredAt !== null || facts.citizensFrom === null) return '公開していません';
  if (facts.citizensTo !== null && facts.citizensTo < today) return `${longDate(facts.citizensTo)}で終わりました`;
  if (facts.citizensFrom > today) return `${longDate(facts.citizensFrom)}から公開します`;
  return facts.citizensTo === null ? '公開しています' : `公開しています（${longDate(facts.citizensTo)}まで）`;
}

const windowsWords = ({ windows, lastSlotDay }: Ready): string =>
  (windows ? '設定済みです。' : '未設定です。市民も職員も、予約できません。') +
  (lastSlotDay === null
    ? '予約枠は、まだありません。開庁時間を設定して公開すると、できます。'
    : `予約枠は、${longDate(lastSlotDay)}までできています。`);

type Props = { office: OfficeRecord; ready: Ready[]; hasTransfers: boolean; today: string };

/** What is left to do until citizens can book here, step by step. */
export function Todo({ office, ready, hasTransfers, today }: Props) {
  return (
    <>
      <h2>予約を受けるまでに</h2>
      <ul class="may-do todo">
        {hasTransfers && (
          <li>
            <a href={paths.transfers(office.id)}>
              回送の日数を確かめる
              <IconOn />
            </a>
          </li>
        )}
        {office.facts.isPickup &&
          ready.map((service) => (
            <li>
              <a href={paths.window(office.id, service.serviceId)}>
                {service.name}の予約可能期間
                <IconOn />
              </a>
              <span class="sub">
                {windowsWords(service)}{' '}
                <a href={withQuery(paths.calendar, { office: office.code, service: service.serviceId })}>
                  予約枠<span class="unseen">：{service.name}</span>
                </a>
              </span>
            </li>
          ))}
        <li class="may-not">
          <b>市民への公開</b>
          <span>{offered(office, today)}</span>
        </li>
      </ul>
    </>
  );
}
