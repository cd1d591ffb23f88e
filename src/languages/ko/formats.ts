import { intlFormats } from '../intl-formats.ts';

export const formats = intlFormats('ko-KR', {
  join: ' ',
  duration: (hours, minutes) =>
    [hours > 0 ? `${hours}시간` : '', minutes > 0 || hours === 0 ? `${minutes}분` : ''].filter((part) => part !== '').join(' '),
  dayEnd: '밤 12:00',
  list: ', ',
});
