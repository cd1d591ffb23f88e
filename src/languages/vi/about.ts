import type { Page } from '../catalogues.ts';

export const finish: Page<'finish'> = {
  title: 'Bạn muốn kết thúc?',
  lead: [
    'Nội dung đã nhập sẽ bị xóa. Liên kết trong email mà bạn đã mở bằng trình duyệt này cũng không dùng được nữa.',
    'Lịch hẹn đã đặt xong vẫn còn. Muốn xem lại, hãy nhận email mới ở “Xem, thay đổi hoặc hủy lịch hẹn”.',
  ],
  finish: 'Kết thúc',
  goOn: 'Quay lại để tiếp tục',
  doneTitle: 'Đã kết thúc',
  done: [
    'Nội dung đã nhập đã được xóa. Liên kết trong email mà bạn đã mở bằng trình duyệt này không dùng được nữa.',
    'Lịch hẹn đã đặt xong vẫn còn. Muốn xem, hãy nhận email mới ở “Xem, thay đổi hoặc hủy lịch hẹn”.',
    'Nếu đang dùng thiết bị mượn của người khác, hãy đóng trang này.',
  ],
  start: 'Về trang đầu',
};

export const help: Page<'help'> = {
  title: { card: 'Không biết ID hoặc không có email', person: 'Không biết cách đặt hẹn hoặc không có email' },
  lead: 'Bạn có thể đặt hẹn và thay đổi qua điện thoại. Nhân viên sẽ giúp bạn bằng tiếng Nhật.',
  call: 'Điện thoại đặt hẹn',
  idTitle: 'Nếu không biết ID thông báo',
  id: 'ID được in trong khung ở góc trên bên phải của bưu thiếp “交付通知書”.',
  idNone: 'Nếu làm mất hoặc chưa nhận bưu thiếp, hãy gọi điện.',
  mailTitle: 'Nếu không nhận được email',
  mail: [
    'Bạn có thể đặt hẹn qua điện thoại, không cần địa chỉ email.',
    'Bạn cũng có thể dùng địa chỉ email của người nhà.',
    'Số lịch hẹn được báo qua điện thoại. Hãy ghi lại và mang theo.',
  ],
  readyTitle: 'Trước khi gọi điện',
  ready: {
    card: 'Để nhận thẻ: nếu có bưu thiếp “交付通知書”, hãy để sẵn trước mặt.',
    person: 'Với thủ tục không cần bưu thiếp, chúng tôi sẽ hỏi họ tên, ngày sinh và số điện thoại.',
    only: 'Chúng tôi sẽ hỏi họ tên, ngày sinh và số điện thoại.',
    place: 'Sẽ nhanh hơn nếu bạn nghĩ trước nơi và ngày có thể đến.',
  },
};

export const maintenance: Page<'maintenance'> = {
  title: 'Hiện đang tạm ngừng đặt hẹn',
  lead: 'Hệ thống đang được bảo trì. Xin lỗi vì sự bất tiện này.',
  back: 'Dùng lại được',
  from: 'từ {when}',
  bookedTitle: 'Nếu đã đặt hẹn xong',
  booked: 'Lịch hẹn mà bạn đã nhận email báo hoàn tất vẫn còn. Hãy đến vào ngày giờ đã hẹn.',
  midTitle: 'Nếu đang đặt hẹn dở',
  mid: 'Lịch hẹn chưa hoàn tất. Sau khi bảo trì xong, hãy nhấn liên kết trong email hoặc làm lại từ đầu.',
  pressed: 'Thao tác bạn vừa nhấn không được nhận.',
  hurryTitle: 'Nếu gấp',
  hurry: 'Hãy gọi điện trong giờ nhận điện thoại.',
};

export const offices: Page<'offices'> = {
  title: 'Chỗ trống tại các quầy',
  heading: 'Chỗ trống tại các quầy',
  lead: {
    card: 'Để đặt hẹn cần ID thông báo và ngày sinh. Nếu thẻ đang ở nơi khác, ngày nhận được sẽ muộn hơn.',
    person: 'Khi đặt hẹn, bạn nhập họ tên, ngày sinh và số điện thoại.',
  },
  services: 'Thủ tục',
  feed: 'Thêm những ngày mở cuối tuần và buổi tối vào lịch',
  feedName: '{city} {office}: ngày mở cuối tuần và buổi tối',
  session: '{office}: {what}',
  asOf: 'Lúc {time}',
};

export const standIn: Page<'standIn'> = {
  title: 'Hiện khó kết nối',
  says: ['Không thể hiển thị trang đặt hẹn. Chúng tôi xin lỗi.', 'Hãy đợi một lát rồi thử lại.'],
  call: 'Nếu gấp, hãy gọi điện.',
  pressed: 'Thao tác bạn vừa nhấn có thể chưa được nhận. Hãy kiểm tra xem đã có email báo hoàn tất chưa.',
};
