#include "backup/backup_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lilong::backup
{
namespace
{

TEST(RecoveryKey, is_read_back_as_it_was_printed_also_with_other_gaps_and_letters)
{
    SeededRng rng{8};
    auto const key = RecoveryKey::random(rng);
    auto const text = key.text();
    EXPECT_TRUE(text.starts_with("LLK1-"));
    EXPECT_EQ(RecoveryKey::parse(text).value().bytes(), key.bytes());
    std::string sloppy = " ";
    for (char const c : text) sloppy += c == '-' ? "  \n" : std::string(1, static_cast<char>(std::tolower(c)));
    EXPECT_EQ(RecoveryKey::parse(sloppy).value().bytes(), key.bytes());
}

TEST(RecoveryKey, one_wrong_digit_is_noticed_before_any_backup_is_opened)
{
    SeededRng rng{8};
    auto const text = RecoveryKey::random(rng).text();
    for (std::size_t at = 5; at < text.size(); ++at) {
        if (text[at] == '-') continue;
        auto wrong = text;
        wrong[at] = wrong[at] == '0' ? '1' : '0';
        EXPECT_FALSE(RecoveryKey::parse(wrong)) << at;
    }
    EXPECT_FALSE(RecoveryKey::parse(""));
    EXPECT_FALSE(RecoveryKey::parse(text.substr(0, text.size() - 1)));
    EXPECT_FALSE(RecoveryKey::parse(text + "0"));
}

TEST(PublicKey, is_kept_for_its_owner_only_and_never_replaced)
{
    auto const folder = std::filesystem::temp_directory_path() / ("lilong-key-" + std::to_string(::getpid()));
    SeededRng rng{8};
    auto const key = RecoveryKey::random(rng).public_key();
    EXPECT_EQ(read_public_key(folder).error().code, "backup.no_key");
    ASSERT_TRUE(keep_public_key(folder, key));
    EXPECT_EQ(read_public_key(folder).value(), key);
    struct stat about {
    };
    ASSERT_EQ(::stat(public_key_path(folder).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    auto const again = keep_public_key(folder, RecoveryKey::random(rng).public_key());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "backup.key_exists");
    EXPECT_EQ(read_public_key(folder).value(), key);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace lilong::backup
