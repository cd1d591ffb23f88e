import type { Page } from '../catalogues.ts';

export const change: Page<'change'> = {
  title: 'Xác nhận thay đổi',
  heading: 'Thay đổi thành nội dung này',
  lead: 'Việc thay đổi chưa xong. Cho đến lúc đó, lịch hẹn hiện nay vẫn giữ nguyên.',
  before: 'Lịch hẹn hiện nay',
  after: 'Lịch hẹn mới',
  change: 'Thay đổi thành nội dung này',
  keep: 'Không thay đổi',
  tooLateTitle: 'Không thay đổi được trên web',
  tooLateCancelTitle: 'Không hủy được trên web',
  until: 'Bạn có thể thay đổi trên web đến {time} {day}.',
  tooLate: ['Đã quá hạn thay đổi và hủy. Xin hãy gọi điện.'],
  byPhone: ['Việc thay đổi và hủy lịch hẹn này nhận qua điện thoại.'],
  meanwhileTitle: 'Lịch hẹn đã thay đổi',
  meanwhile: ['Nội dung lịch hẹn đã được thay đổi ở màn hình khác hoặc qua điện thoại. Hãy xem lại nội dung hiện nay.'],
  see: 'Xem nội dung lịch hẹn',
};
