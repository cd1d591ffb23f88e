import { intlFormats } from '../intl-formats.ts';

export const formats = intlFormats('vi-VN', {
  join: ', ',
  duration: (hours, minutes) =>
    [hours > 0 ? `${hours} giờ` : '', minutes > 0 || hours === 0 ? `${minutes} phút` : '']
      .filter((part) => part !== '')
      .join(' '),
  dayEnd: '24:00',
  list: ', ',
  weekdays: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'],
});
