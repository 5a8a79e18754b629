package dev.reliability.aws.internal.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * As whom, and in which region: what is configured here wins, and the chains of the SDK find the rest.
 *
 * @param region the region
 * @param profile profile of the configuration files
 * @param files these files
 * @param credentials who asks, read again as it expires
 */
record Session(Region region, String profile, ProfileFile files, AwsCredentialsProvider credentials)
        implements AutoCloseable {

    static Session of(Access access) {
        ProfileFile files = files(access);
        String profile = access.profile()
                .or(() -> Optional.ofNullable(access.files().get(Access.PROFILE)))
                .orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        if (access.profile().isPresent() && files.profile(profile).isEmpty()) {
            throw new NoAccess("there is no profile \"" + profile + "\" in the configuration of AWS: it has "
                    + String.join(", ", files.profiles().keySet()));
        }
        Region region = access.region().map(Region::of).orElseGet(() -> regionOf(files, profile));
        return new Session(region, profile, files, credentials(access, files, profile));
    }

    private static Region regionOf(ProfileFile files, String profile) {
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileFile(() -> files)
                    .profileName(profile)
                    .build()
                    .getRegion();
        } catch (SdkClientException e) {
            throw new NoAccess(
                    "no region of AWS is configured: set AWS_REGION, target.NAME.region, or a region in profile \""
                            + profile + "\"",
                    e);
        }
    }

    /** A profile that was named wins over keys in the environment, as with {@code aws --profile}. */
    private static AwsCredentialsProvider credentials(Access access, ProfileFile files, String profile) {
        if (access.profile().isPresent()) {
            return new ProfileCredentials(
                    ProfileCredentialsProvider.builder()
                            .profileFile(
                                    () -> access.files().isEmpty() ? ProfileFile.defaultProfileFile() : files(access))
                            .profileName(profile)
                            .build(),
                    files,
                    profile);
        }
        return DefaultCredentialsProvider.builder()
                .profileFile(files)
                .profileName(profile)
                .build();
    }

    private static ProfileFile files(Access access) {
        if (access.files().isEmpty()) {
            return ProfileFile.defaultProfileFile();
        }
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        file(access, Access.CREDENTIALS_FILE, ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE)
                .ifPresent(path -> all.addFile(ProfileFile.builder()
                        .content(path)
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build()));
        file(access, Access.CONFIG_FILE, ProfileFileSystemSetting.AWS_CONFIG_FILE)
                .ifPresent(path -> all.addFile(ProfileFile.builder()
                        .content(path)
                        .type(ProfileFile.Type.CONFIGURATION)
                        .build()));
        return all.build();
    }

    private static Optional<Path> file(Access access, String setting, ProfileFileSystemSetting usual) {
        return Optional.ofNullable(access.files().get(setting))
                .or(usual::getStringValue)
                .map(text -> text.replaceFirst("^~", System.getProperty("user.home")))
                .map(Path::of)
                .filter(Files::isReadable);
    }

    @Override
    public void close() {
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
