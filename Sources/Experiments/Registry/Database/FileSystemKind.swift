internal import Foundation
internal import Glibc

/// Tells network file systems, on which SQLite's locks and shared memory don't hold.
enum FileSystemKind {
  /// The kind of the network file system that a folder lies on, such as `nfs4`; nil for a local or unknown one.
  static func networkName(at path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) == 0,
      let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
    else { return nil }
    // The bits of makedev(3): major in 8 to 19 and from 44 on, minor in 0 to 7 and 20 to 43.
    let device = UInt64(status.st_dev)
    let major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
    let minor = device & 0xff | (device >> 12) & 0xffff_ff00
    return networkName(ofDevice: "\(major):\(minor)", in: mounts)
  }

  /// The same for a device `major:minor` in the text of `mountinfo` (proc(5)): the third field of a line is its device,
  /// the first behind a lone `-` its kind.
  static func networkName(ofDevice device: String, in mounts: String) -> String? {
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2] == device, let dash = fields.lastIndex(of: "-"),
        dash + 1 < fields.count
      else { continue }
      let kind = String(fields[dash + 1])
      return networkKinds.contains(kind) ? kind : nil
    }
    return nil
  }

  private static let networkKinds: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "lustre", "glusterfs", "gfs2",
    "gpfs",
    "ocfs2", "beegfs", "orangefs", "panfs", "fuse.ceph-fuse", "fuse.curlftpfs", "fuse.davfs", "fuse.gcsfuse",
    "fuse.glusterfs", "fuse.goofys", "fuse.juicefs", "fuse.mfs", "fuse.rclone", "fuse.s3fs", "fuse.seaweedfs",
    "fuse.smbnetfs", "fuse.sshfs",
  ]
}
