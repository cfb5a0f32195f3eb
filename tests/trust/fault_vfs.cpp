#include "fault_vfs.h"

#include <cstring>
#include <mutex>
#include <sqlite3.h>

namespace lilong::trust
{

namespace
{

struct Plan {
    std::mutex mutex;
    bool armed = false, failed = false;
    Failing what = Failing::write;
    Lasting lasting = Lasting::once;
    int nth = 0, seen = 0, code = 0, syncs_after = 0;
};
Plan plan;

// SQLITE_OK, or the code with which this call fails.
int next(Failing kind)
{
    std::lock_guard lock{plan.mutex};
    if (kind == Failing::sync && plan.failed) ++plan.syncs_after;
    if (!plan.armed || plan.what != kind) return SQLITE_OK;
    ++plan.seen;
    auto const fails = plan.lasting == Lasting::once ? plan.seen == plan.nth : plan.seen >= plan.nth;
    if (!fails) return SQLITE_OK;
    plan.failed = true;
    return plan.code;
}

struct File {
    sqlite3_file base;
    sqlite3_file* real; // stands behind this struct
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }
sqlite3_vfs* real(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset)
{
    if (auto const code = next(Failing::write); code != SQLITE_OK) return code;
    return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
}
int sync(sqlite3_file* file, int flags)
{
    if (auto const code = next(Failing::sync); code != SQLITE_OK) return code;
    return real(file)->pMethods->xSync(real(file), flags);
}

sqlite3_io_methods methods()
{
    sqlite3_io_methods m{};
    m.iVersion = 2;
    m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
    m.xRead = [](sqlite3_file* f, void* bytes, int size, sqlite3_int64 offset) {
        return real(f)->pMethods->xRead(real(f), bytes, size, offset);
    };
    m.xWrite = write;
    m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); };
    m.xSync = sync;
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); };
    m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
    m.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return real(f)->pMethods->xCheckReservedLock(real(f), out);
    };
    m.xFileControl = [](sqlite3_file* f, int op, void* argument) {
        return real(f)->pMethods->xFileControl(real(f), op, argument);
    };
    m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
    return m;
}
sqlite3_io_methods const kMethods = methods();

int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out)
{
    auto* const mine = reinterpret_cast<File*>(file);
    mine->real = reinterpret_cast<sqlite3_file*>(mine + 1);
    mine->base.pMethods = nullptr;
    auto const code = real(vfs)->xOpen(real(vfs), name, mine->real, flags, out);
    if (mine->real->pMethods) mine->base.pMethods = &kMethods;
    return code;
}

} // namespace

void install_fault_vfs()
{
    static sqlite3_vfs faulty = [] {
        auto* const usual = sqlite3_vfs_find(nullptr);
        sqlite3_vfs vfs = *usual;
        vfs.pNext = nullptr;
        vfs.zName = "faulty";
        vfs.szOsFile = static_cast<int>(sizeof(File)) + usual->szOsFile;
        vfs.pAppData = usual;
        vfs.xOpen = open;
        vfs.xDelete = [](sqlite3_vfs* v, char const* name, int sync_folder) {
            return real(v)->xDelete(real(v), name, sync_folder);
        };
        vfs.xAccess = [](sqlite3_vfs* v, char const* name, int flags, int* result) {
            return real(v)->xAccess(real(v), name, flags, result);
        };
        vfs.xFullPathname = [](sqlite3_vfs* v, char const* name, int size, char* out) {
            return real(v)->xFullPathname(real(v), name, size, out);
        };
        return vfs;
    }();
    sqlite3_vfs_register(&faulty, 0);
}

std::string through_fault_vfs(std::string const& path) { return "file:" + path + "?vfs=faulty"; }

void arm(Failing what, int nth, Lasting lasting, int code)
{
    std::lock_guard lock{plan.mutex};
    plan.armed = true;
    plan.failed = false;
    plan.what = what;
    plan.lasting = lasting;
    plan.nth = nth;
    plan.seen = plan.syncs_after = 0;
    plan.code = code;
}

void disarm()
{
    std::lock_guard lock{plan.mutex};
    plan.armed = false;
}

bool has_failed()
{
    std::lock_guard lock{plan.mutex};
    return plan.failed;
}

int syncs_after_failure()
{
    std::lock_guard lock{plan.mutex};
    return plan.syncs_after;
}

} // namespace lilong::trust
