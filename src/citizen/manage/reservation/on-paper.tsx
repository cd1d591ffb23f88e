import { Phrase, plain, Says } from '../../../lib/html/index.ts';
import { Qr } from '../../../lib/html/qr.tsx';
import { put } from '../../../lib/language/text.ts';
import { useTexts } from '../../speech.tsx';

/** How to change or cancel, for who has the page on paper alone: where to go, to type or to photograph, and whom to call. `page`: undefined where the telephone alone helps. */
export function OnPaper({ page, phone }: { page: string | undefined; phone: string }) {
  const { reservation: words, letters } = useTexts();
  return (
    <div class="on-paper">
      {page !== undefined && (
        <>
          <div class="on-paper-qr">
            <Qr text={page} label={plain(words.paper)} />
          </div>
          <Says>{words.paper}</Says>
          <p class="on-paper-page">{page}</p>
        </>
      )}
      {phone !== '' && (
        <p>
          <Phrase>{put(letters.table.phone, { phone })}</Phrase>
        </p>
      )}
    </div>
  );
}
