import type { AffectedRow } from '../../../closing/affected.ts';
import { encodeList } from '../../../lib/csv/write.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { IconOn } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { type PhoneHead, phoneCsv, phoneLines, phonePaper } from '../../../lists/phone.ts';
import { can } from '../../../staff/rights.ts';
import { type Answer, file, type SignedAsk } from '../../route.ts';

/** The phone list on paper. */
export const phoneOnPaper = async (ask: SignedAsk, head: PhoneHead, rows: readonly AffectedRow[]): Promise<Answer> => {
  const paper = phonePaper(head, phoneLines(rows), { at: ask.now, by: ask.session.name });
  return file('application/pdf', `電話リスト_${cityDay(ask.now)}.pdf`, await printPdf(paper));
};

/** The phone list for a spreadsheet. */
export const phoneAsFile = (ask: SignedAsk, rows: readonly AffectedRow[]): Answer =>
  file('text/csv; charset=utf-8', `電話リスト_${cityDay(ask.now)}.csv`, encodeList(phoneCsv(phoneLines(rows))).body);

/** Both, to press, for who may see the people on it. */
export const PhoneLinks = ({ ask, pdf, csv }: { ask: SignedAsk; pdf: string; csv: string }) =>
  can(ask.session, 'people.see') && (
    <>
      <li>
        <a href={pdf}>
          電話リストを印刷する（PDF）
          <IconOn />
        </a>
      </li>
      <li>
        <a href={csv}>
          電話リストを保存する（CSV）
          <IconOn />
        </a>
      </li>
    </>
  );
